import { expect } from '@playwright/test'
import type { Demo } from '../integration/built-server'

/** A GraphQL answer's data; throws with the errors when there is none. */
async function post<T>(demo: Demo, document: string, variables: object, who: Record<string, string>): Promise<T> {
  const headers = { 'content-type': 'application/json', ...who }
  const response = await fetch(demo.graphql, { method: 'POST', headers, body: JSON.stringify({ query: document, variables }) })
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown }
  if (!data || errors) throw new Error(`GraphQL: ${JSON.stringify(errors ?? data)}`)
  return data
}

/** A guest whom a test invited. */
export interface InvitedGuest {
  appointmentId: string
  visitPassId: string
  /** Path of the invite page, without the origin. */
  invitePath: string
  /** The token at the end of it. */
  token: string
  /** The code that the QR shows. */
  code: string
  visitorName: string
}

/** What a test may want otherwise than an English guest, visiting from now for an hour. */
export interface Invitation {
  name?: string
  email?: string
  locale?: 'RU' | 'EN'
  /** Minutes from now. */
  startsIn?: number
  minutes?: number
  passType?: 'SINGLE' | 'MULTI' | 'GROUP'
  title?: string
  visitorTypeId?: string
  /** Another site than the demo's first. */
  siteId?: string
  /** Whether the pass waits for somebody's decision: then nobody signs it, and there is no code. */
  waits?: boolean
}

/** The product as an integrator uses it: for what a test needs to be there before it opens a page. */
export interface Api {
  /** Runs an operation with the demo API key, with another key or token, or with none (''). */
  graphql: <T>(document: string, variables?: object, token?: string) => Promise<T>
  /** Invites a guest of the demo's host and waits until the worker has signed the pass. */
  invite: (invitation?: Invitation) => Promise<InvitedGuest>
  /** Scans a code at the demo's first gate, or another. @returns name of the result type */
  scan: (code: string, direction?: 'ENTRY' | 'EXIT', gateId?: string) => Promise<string>
}

interface PassState {
  visitPass: { code: string | null } | null
}
interface Invited {
  inviteGuest: { appointment?: { id: string; visitPasses: { edges: { node: { id: string; inviteUrl: string } }[] } }; message?: string }
}

const inviteDocument = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) {
  ... on InviteGuestSuccess { appointment { id visitPasses(first: 1) { edges { node { id inviteUrl } } } } } ... on UserError { message } } }`
const codeDocument = `query ($id: ID!) { visitPass: node(id: $id) { ... on VisitPass { code } } }`
const signInDocument = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }'
const scanDocument = `mutation ($input: ScanPassInput!) { scanPass(input: $input) { __typename } }`

/** The product of this demo, by its API. */
export function apiOf(demo: Demo): Api {
  const graphql: Api['graphql'] = (document, variables = {}, token = demo.apiKey) =>
    post(demo, document, variables, token ? { authorization: `Bearer ${token}` } : {})
  let host: Promise<string> | undefined
  const hostId = () => (host ??= findHost(demo))
  return {
    graphql,
    invite: async (invitation = {}) => invite(graphql, demo, await hostId(), invitation),
    scan: async (code, direction = 'ENTRY', gateId = demo.gates[0]?.id ?? '') => {
      const input = { code, gateId, direction, nonce: crypto.randomUUID() }
      return (await graphql<{ scanPass: { __typename: string } }>(scanDocument, { input })).scanPass.__typename
    },
  }
}

/** The host who signs in as `demo.users.host`. */
async function findHost(demo: Demo): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ query: signInDocument, variables: { input: demo.users.host } })
  const response = await fetch(demo.graphql, { method: 'POST', headers, body })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { viewer } = await post<{ viewer: { host: { id: string } | null } | null }>(demo, '{ viewer { host { id } } }', {}, { cookie })
  if (!viewer?.host) throw new Error('The host of the demo cannot sign in')
  return viewer.host.id
}

async function invite(graphql: Api['graphql'], demo: Demo, hostId: string, asked: Invitation): Promise<InvitedGuest> {
  const startsAt = new Date(Date.now() + (asked.startsIn ?? 0) * 60_000)
  const visitorName = asked.name ?? `Guest ${crypto.randomUUID().slice(0, 8)}`
  const visitor = { name: visitorName, email: asked.email ?? `${crypto.randomUUID()}@guest.example`, locale: asked.locale ?? 'EN' }
  const endsAt = new Date(startsAt.getTime() + (asked.minutes ?? 60) * 60_000)
  const input = {
    visitor,
    siteId: asked.siteId ?? demo.site.id,
    hostId,
    startsAt,
    endsAt,
    passType: asked.passType ?? 'SINGLE',
    title: asked.title,
    visitorTypeId: asked.visitorTypeId,
  }
  const { appointment, message } = (await graphql<Invited>(inviteDocument, { input })).inviteGuest
  const pass = appointment?.visitPasses.edges[0]?.node
  if (!appointment || !pass) throw new Error(`The guest was not invited: ${message}`)
  const { pathname } = new URL(pass.inviteUrl)
  const code = asked.waits ? '' : await codeOf(graphql, pass.id)
  return {
    appointmentId: appointment.id,
    visitPassId: pass.id,
    invitePath: pathname,
    token: pathname.split('/').at(-1) ?? '',
    code,
    visitorName,
  }
}

async function codeOf(graphql: Api['graphql'], id: string): Promise<string> {
  const read = async () => (await graphql<PassState>(codeDocument, { id })).visitPass?.code ?? null
  await expect.poll(read, { message: 'the worker signs the pass', timeout: 20_000 }).not.toBeNull()
  return (await read()) ?? ''
}
