import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { BuiltServer } from './built-server'
import { dataFrom } from './http-client'

/** A visit on a built server whose pass the worker has signed. */
export interface BuiltVisit {
  appointmentId: string
  visitPassId: string
  code: string
}

const inviteDocument = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) {
  ... on InviteGuestSuccess { appointment { id visitPasses(first: 1) { edges { node { id } } } } } ... on UserError { message } } }`

interface Invited {
  inviteGuest: { message?: string; appointment?: { id: string; visitPasses: { edges: { node: { id: string } }[] } } }
}

/** Who receives guests: some host of the demo organization. */
export async function someHost({ url, demo }: BuiltServer): Promise<string> {
  const { hosts } = await dataFrom<{ hosts: { edges: { node: { id: string } }[] } }>(
    url,
    { token: demo.apiKey },
    '{ hosts(first: 1) { edges { node { id } } } }',
  )
  return hosts.edges[0]?.node.id ?? ''
}

/** Books a visit of an hour from now on by the API. */
export async function book(server: BuiltServer, passType: 'SINGLE' | 'MULTI' = 'SINGLE'): Promise<Omit<BuiltVisit, 'code'>> {
  const { url, demo } = server
  const visitor = { name: 'Anna Petrova', email: `${randomUUID()}@guest.example`, locale: 'EN' }
  const times = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString() }
  const input = { visitor, siteId: demo.site.id, hostId: await someHost(server), passType, ...times }
  const { inviteGuest } = await dataFrom<Invited>(url, { token: demo.apiKey }, inviteDocument, { input })
  const pass = inviteGuest.appointment?.visitPasses.edges[0]?.node
  if (!inviteGuest.appointment || !pass) throw new Error(`The visit was not booked: ${inviteGuest.message}`)
  return { appointmentId: inviteGuest.appointment.id, visitPassId: pass.id }
}

/** The code of a pass; null until the worker has signed it. */
export async function codeOf({ url, demo }: BuiltServer, id: string): Promise<string | null> {
  const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { code } } }'
  return (await dataFrom<{ node: { code: string | null } }>(url, { token: demo.apiKey }, document, { id })).node.code
}

/** Waits until the worker has signed a pass. */
export async function signedCode(server: BuiltServer, id: string, timeout = 20_000): Promise<string> {
  await expect.poll(() => codeOf(server, id), { timeout, message: 'the worker signs the pass' }).not.toBeNull()
  return (await codeOf(server, id)) ?? ''
}

/** Books a visit and waits until its pass is ACTIVE. */
export async function visit(server: BuiltServer, passType: 'SINGLE' | 'MULTI' = 'SINGLE'): Promise<BuiltVisit> {
  const booked = await book(server, passType)
  return { ...booked, code: await signedCode(server, booked.visitPassId) }
}

const scanDocument = `mutation ($input: ScanPassInput!) { scanPass(input: $input) { __typename
  ... on ScanAdmitted { checkin { id } } ... on ScanDenied { reason checkin { id } } } }`

/** A scan's verdict: `ScanAdmitted` or why not, and the id of its check-in. */
export interface BuiltScan {
  word: string
  checkinId: string | null
}

/** Scans a code at the demo's first gate by one of the web processes. */
export async function scanAt(server: BuiltServer, url: string, code: string, more: object = {}): Promise<BuiltScan> {
  const input = { code, gateId: server.demo.gates[0]?.id, direction: 'ENTRY', nonce: randomUUID(), ...more }
  type Scan = { scanPass: { __typename: string; reason?: string; checkin?: { id: string } } }
  const { scanPass } = await dataFrom<Scan>(url, { token: server.demo.deviceToken }, scanDocument, { input })
  return { word: scanPass.reason ?? scanPass.__typename, checkinId: scanPass.checkin?.id ?? null }
}
