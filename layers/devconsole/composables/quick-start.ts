/** What the examples are about: the first site and gate that the API gives. */
export interface ExampleTarget {
  endpoint: string
  siteId: string
  gateId: string
}

/** A piece to copy: what it shows and its text. */
export interface Example {
  name: 'list' | 'invite' | 'scan' | 'subscribe' | 'token'
  permission: string
  code: string
}

const key = 'gc_live_…'

/** One request as a shell line. The query is on one line, so that it can be pasted anywhere. */
function curl(endpoint: string, query: string, variables: unknown): string {
  const body = JSON.stringify({ query, variables }).replaceAll("'", String.raw`'\''`)
  return [
    `curl -sS ${endpoint} \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n')
}

const listQuery =
  'query { appointments(first: 10) { edges { node { id title startsAt endsAt timeZone host { name } visitPasses(first: 5) { edges { node { id status visitor { name } } } } } } pageInfo { hasNextPage endCursor } } hosts(first: 10) { edges { node { id name } } } }'
const inviteQuery =
  'mutation($input: InviteGuestInput!) { inviteGuest(input: $input) { __typename ... on InviteGuestSuccess { appointment { id visitPasses(first: 1) { edges { node { id status inviteUrl } } } } } ... on UserError { code message } ... on ValidationFailed { fields { path message } } } }'
const scanQuery =
  'mutation($input: ScanPassInput!) { scanPass(input: $input) { __typename ... on ScanAdmitted { checkin { id occurredAt } visitPass { visitor { name } } } ... on ScanDenied { reason message } ... on ScanIncomplete { missing } ... on UserError { code message } } }'

function subscription({ endpoint, siteId }: ExampleTarget): string {
  return `// npm install graphql-ws ws
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const client = createClient({
  url: '${endpoint.replace(/^http/, 'ws')}',
  webSocketImpl: WebSocket,
  connectionParams: { authorization: 'Bearer ${key}' },
})
const query = \`subscription($siteId: ID, $after: String) {
  gateActivity(siteId: $siteId, after: $after) {
    cursor checkin { result reason direction occurredAt gate { name } visitPass { visitor { name } } }
  }
}\`
const variables = { siteId: '${siteId}' }
for await (const { data } of client.iterate({ query, variables })) console.log(data.gateActivity)`
}

/** A token for a quarter of an hour, for programs that shall not hold a key. */
const tokenRequest = (endpoint: string): string =>
  [
    `curl -sS ${new URL('/oauth/token', endpoint).href} \\`,
    `  -u 'CLIENT_ID:CLIENT_SECRET' \\`,
    `  -d 'grant_type=client_credentials' \\`,
    `  -d 'scope=appointment:read'`,
  ].join('\n')

/**
 * Examples that work as they stand, but for the key and what only the caller knows.
 * @param startsAt when the example's guest comes
 */
export function examplesFor(target: ExampleTarget, startsAt: Date): Example[] {
  const { endpoint, siteId, gateId } = target
  const endsAt = new Date(startsAt.getTime() + 3_600_000)
  const visit = {
    siteId,
    hostId: 'HOST_ID',
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    visitor: { name: 'Alex Example', email: 'alex@example.com', locale: 'EN' },
    idempotencyKey: 'order-1001',
  }
  const scan = { gateId, code: 'GC1:…', direction: 'ENTRY', nonce: 'scan-0001' }
  return [
    { name: 'list', permission: 'appointment:read', code: curl(endpoint, listQuery, {}) },
    { name: 'invite', permission: 'appointment:create', code: curl(endpoint, inviteQuery, { input: visit }) },
    { name: 'scan', permission: 'scan:admit', code: curl(endpoint, scanQuery, { input: scan }) },
    { name: 'subscribe', permission: 'checkin:read', code: subscription(target) },
    { name: 'token', permission: 'OAuth 2', code: tokenRequest(endpoint) },
  ]
}
