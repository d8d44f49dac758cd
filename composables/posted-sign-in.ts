import type { H3Event } from 'h3'
import type { SignInMutation, SignInMutationVariables } from '#shared/generated/gql/graphql'

/** A sign-in form as a browser without JavaScript sends it. */
export type PostedSignIn = SignInMutationVariables['input']

/**
 * Reads the posted form. Forms of other sites are not read: they could sign a person in as somebody else.
 * @returns undefined when this is no post of our own form
 */
export async function readPostedSignIn(event: H3Event): Promise<PostedSignIn | undefined> {
  const { getRequestHeader, getRequestHost, readBody } = await import('h3')
  if (event.method !== 'POST') return undefined
  const origin = getRequestHeader(event, 'origin')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== getRequestHost(event, { xForwardedHost: true })) return undefined
  const form: unknown = await readBody(event).catch(() => undefined)
  if (!form || typeof form !== 'object') return undefined
  const text = (name: string) => String(Object.entries(form).find(([key]) => key === name)?.[1] ?? '')
  return { email: text('email').trim(), password: text('password'), oneTimeCode: text('oneTimeCode').trim() || null }
}

/** Signs in within this process and hands the session's cookie to the browser. @returns the API's answer */
export async function sendPostedSignIn(
  event: H3Event,
  query: string,
  input: PostedSignIn,
  language: string,
): Promise<SignInMutation['signIn'] | undefined> {
  const { appendResponseHeader } = await import('h3')
  const response = await event.fetch('/graphql', {
    method: 'POST',
    body: JSON.stringify({ query, variables: { input } }),
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'accept-language': language },
  })
  for (const cookie of response.headers.getSetCookie()) appendResponseHeader(event, 'set-cookie', cookie)
  const answer: { data?: SignInMutation | null } = await response.json()
  return answer.data?.signIn
}
