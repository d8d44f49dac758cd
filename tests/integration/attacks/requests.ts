import { identity } from '../http-client'
import { send, type Attack, type Target } from './attack'

const json = { 'content-type': 'application/json' }
const withKey = (target: Target) => ({ ...json, ...identity({ token: target.key }) })
const signOut = '{"query":"mutation { signOut }"}'
const isRefused = /^4\d\d |^cut off$/
const form = 'application/x-www-form-urlencoded'

/** A form, a picture or a script of another site's page: the browser adds the cookie. */
const ofAnotherPage = (target: Target, type: string, body: string, origin = 'https://evil.example') =>
  send(target, { headers: { 'content-type': type, cookie: target.cookie, origin }, body })

const endless = (chunks: number): ReadableStream => {
  let sent = 0
  const chunk = new TextEncoder().encode('x'.repeat(50_000))
  return new ReadableStream({ pull: (controller) => (sent++ < chunks ? controller.enqueue(chunk) : controller.close()) })
}

const get = (target: Target, query: string, headers: Record<string, string> = {}) =>
  send(
    target,
    { method: 'GET', headers: { accept: 'application/json', cookie: target.cookie, ...headers } },
    `/graphql?query=${encodeURIComponent(query)}`,
  )

const multipart =
  '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"mutation { signOut }"}\r\n--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--x--\r\n'

/** Attacks by how an operation is sent. */
export const requestAttacks: Attack[] = [
  {
    name: 'a body of 10 MB',
    send: (target) =>
      send(target, { headers: withKey(target), body: JSON.stringify({ query: `{ __typename } #${'x'.repeat(10_000_000)}` }) }),
    harmless: isRefused,
  },
  {
    name: 'a body of 5 MB that does not say its length',
    send: (target) => send(target, { headers: withKey(target), body: endless(100), duplex: 'half' } as RequestInit),
    harmless: isRefused,
  },
  {
    name: 'a body of 5 MB by PUT',
    send: (target) => send(target, { method: 'PUT', headers: withKey(target), body: endless(100), duplex: 'half' } as RequestInit),
    harmless: isRefused,
  },
  {
    name: 'a body that is compressed',
    send: (target) => send(target, { headers: { ...withKey(target), 'content-encoding': 'gzip' }, body: Buffer.alloc(1_000, 1) }),
    harmless: isRefused,
  },
  {
    name: 'fifty thousand brackets of JSON',
    send: (target) => send(target, { headers: withKey(target), body: '['.repeat(50_000) }),
    harmless: isRefused,
  },
  {
    name: 'a batch of a hundred operations',
    send: (target) =>
      send(target, { headers: withKey(target), body: JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' }))) }),
    harmless: isRefused,
  },
  {
    name: 'a mutation by GET',
    send: (target) => get(target, 'mutation { signOut }', { 'apollo-require-preflight': '1' }),
    harmless: isRefused,
  },
  {
    name: 'a query by GET from a picture of another page',
    send: (target) => get(target, '{ viewer { permissions } }'),
    harmless: isRefused,
  },
  { name: 'a form of another page', send: (target) => ofAnotherPage(target, form, 'query=mutation{signOut}'), harmless: isRefused },
  { name: 'a form whose fields make JSON', send: (target) => ofAnotherPage(target, 'text/plain', signOut), harmless: isRefused },
  { name: 'a form of parts', send: (target) => ofAnotherPage(target, 'multipart/form-data; boundary=x', multipart), harmless: isRefused },
  {
    name: 'a content type that only begins like JSON',
    send: (target) => ofAnotherPage(target, 'text/plain; application/json', signOut),
    harmless: isRefused,
  },
  {
    name: 'JSON of another page with the cookie',
    send: async (target) => {
      const body = '{"query":"{ sessions(first: 1) { edges { cursor } } }"}'
      return ofAnotherPage(target, 'application/json', body)
    },
    harmless: /UNAUTHENTICATED$/,
  },
  {
    name: 'JSON of a page without an origin',
    send: (target) => ofAnotherPage(target, 'application/json', '{"query":"{ sessions(first: 1) { edges { cursor } } }"}', 'null'),
    harmless: /UNAUTHENTICATED$/,
  },
  {
    name: 'a hash of a document that nobody knows',
    send: (target) =>
      send(target, {
        headers: withKey(target),
        body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
      }),
    harmless: /^\d+ PERSISTED_QUERY_NOT_(FOUND|SUPPORTED)$/,
  },
  {
    name: 'a header of 10 KB for a token',
    send: (target) =>
      send(target, {
        headers: { ...json, authorization: `Bearer ${'x'.repeat(10_000)}` },
        body: '{"query":"{ sites(first: 1) { edges { cursor } } }"}',
      }),
    harmless: /UNAUTHENTICATED$|^4\d\d/,
  },
]
