import { fetchOutside, OutboundRefused, type OutboundRequest } from '../../../infra/outbound'
import { PullFailed } from './pull-failed'

/** Where a calendar outside is, and how it is opened. */
export interface OutsideAddress {
  url: string
  user: string | null
  password: string | null
}

/** By what the server of a calendar tells whether it has changed. */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

/** What came of asking: the files of a calendar, or that it is as it was. */
export type Fetched = { isUnchanged: true } | ({ isUnchanged: false; texts: string[] } & Validators)

/** Bytes of an answer that are read, how long a server may take, in milliseconds, and how often it may send on to another address. */
const most = { bytes: 10 * 1_024 * 1_024, patience: 20_000, hops: 3 }

/** Calendar programs write `webcal:` for what is asked by https. */
export const calendarUrl = (text: string): URL | null => {
  const url = URL.parse(text.trim().replace(/^webcals?:\/\//i, 'https://'))
  return url && !url.username && !url.password && url.hostname ? url : null
}

function authorization({ user, password }: OutsideAddress): Record<string, string> {
  return user ? { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` } : {}
}

const problems = new Map<number, ConstructorParameters<typeof PullFailed>[0]>([
  [401, 'REFUSED'],
  [403, 'REFUSED'],
  [404, 'NOT_FOUND'],
  [410, 'NOT_FOUND'],
])

/** What a failed request means. What its server or the network said stays here: it may hold the address. */
function failureOf(error: unknown): PullFailed {
  if (error instanceof PullFailed) return error
  if (error instanceof OutboundRefused) return new PullFailed(error.reason === 'length' ? 'TOO_LARGE' : 'ADDRESS')
  const name = error instanceof Error ? error.name : ''
  return new PullFailed(name === 'TimeoutError' || name === 'AbortError' ? 'TOO_SLOW' : 'UNREACHABLE')
}

/**
 * Asks the server of a calendar; each address that it sends on to is checked as the first was, and learns no password of another place.
 * @throws PullFailed
 */
export async function askServer(address: OutsideAddress, request: OutboundRequest, at = address.url, hops = 0): Promise<Response> {
  try {
    const isHome = new URL(at).origin === new URL(address.url).origin
    const headers = { ...request.headers, ...(isHome ? authorization(address) : {}) }
    const answer = await fetchOutside(at, { ...request, headers }, { most: most.bytes, patience: most.patience })
    const onward = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.get('location') : null
    if (onward && hops < most.hops) return await askServer(address, request, new URL(onward, at).href, hops + 1)
    if (answer.ok || answer.status === 304) return answer
    throw new PullFailed(problems.get(answer.status) ?? 'SERVER')
  } catch (error) {
    throw failureOf(error)
  }
}

const short = (text: string | null, most: number): string | null => (text && text.length <= most ? text : null)

/** Fetches a calendar that is one file, if it is another than before. @throws PullFailed */
export async function fetchFile(address: OutsideAddress, known: Validators): Promise<Fetched> {
  const conditions = {
    ...(known.etag ? { 'if-none-match': known.etag } : {}),
    ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  }
  const answer = await askServer(address, { headers: { accept: 'text/calendar, */*;q=0.1', ...conditions } })
  if (answer.status === 304) return { isUnchanged: true }
  const { headers } = answer
  const validators = { etag: short(headers.get('etag'), 255), lastModified: short(headers.get('last-modified'), 64) }
  return { isUnchanged: false, texts: [await answer.text()], ...validators }
}
