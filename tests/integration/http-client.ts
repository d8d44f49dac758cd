/** A GraphQL answer over HTTP. */
export interface HttpAnswer<T> {
  status: number
  data: T | null
  errors: { message: string; path?: string[]; extensions: { code: string; traceId?: string } }[]
  headers: Headers
}

/** Who is calling: a bearer token, or a session cookie. */
export type Caller = { token: string } | { cookie: string } | 'anonymous'

/** The headers by which a caller says who it is. */
export function identity(caller: Caller): Record<string, string> {
  if (caller === 'anonymous') return {}
  return 'token' in caller ? { authorization: `Bearer ${caller.token}` } : { cookie: caller.cookie }
}

/** Runs an operation against a web process. */
export async function post<T = Record<string, unknown>>(
  url: string,
  caller: Caller,
  query: string,
  variables: object = {},
): Promise<HttpAnswer<T>> {
  const headers = { 'content-type': 'application/json', ...identity(caller) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const { data = null, errors = [] } = (await response.json()) as Partial<HttpAnswer<T>>
  return { status: response.status, data, errors, headers: response.headers }
}

/** The same, when nothing but data is expected. @throws Error with the errors there were */
export async function dataFrom<T = Record<string, unknown>>(
  url: string,
  caller: Caller,
  query: string,
  variables: object = {},
): Promise<T> {
  const { data, errors } = await post<T>(url, caller, query, variables)
  if (data === null || errors.length > 0) throw new Error(JSON.stringify(errors))
  return data
}

/** Signs in. @returns the session's cookie */
export async function sessionCookie(url: string, account: { email: string; password: string }): Promise<{ cookie: string }> {
  const document = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }'
  const { headers, data } = await post(url, 'anonymous', document, { input: account })
  const cookie = headers.get('set-cookie')?.split(';')[0]
  if (!cookie) throw new Error(`No session: ${JSON.stringify(data)}`)
  return { cookie }
}
