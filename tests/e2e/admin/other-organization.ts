import type { Page } from '@playwright/test'
import { expect } from '../fixtures'

interface Places {
  sites: { edges: { node: { id: string; gates: { edges: { node: { id: string } }[] } } }[] }
  hosts: { edges: { node: { id: string } }[] }
}
interface Invited {
  inviteGuest: { appointment: { visitPasses: { edges: { node: { id: string; inviteUrl: string } }[] } } }
}

const placesDocument =
  '{ sites(first: 1) { edges { node { id gates(first: 1) { edges { node { id } } } } } } hosts(first: 1) { edges { node { id } } } }'
const inviteDocument = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) {
  ... on InviteGuestSuccess { appointment { visitPasses(first: 1) { edges { node { id inviteUrl } } } } } } }`
const codeDocument = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { code } } }'

/** Who was invited: the code of their pass, the first gate, the path of their invite. */
export interface InvitedHere {
  code: string
  gateId: string
  invitePath: string
}

/** Invites a guest to the first site of whoever is signed in on this page. */
export async function inviteHere(page: Page, name: string, email?: string): Promise<InvitedHere> {
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const response = await page.request.post('/graphql', { data: { query, variables } })
    return ((await response.json()) as { data: T }).data
  }
  const { sites, hosts } = await ask<Places>(placesDocument)
  const site = sites.edges[0]!.node
  const visit = { startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000), siteId: site.id, hostId: hosts.edges[0]!.node.id }
  const { inviteGuest } = await ask<Invited>(inviteDocument, { input: { ...visit, visitor: { name, email, locale: 'EN' } } })
  const { id, inviteUrl } = inviteGuest.appointment.visitPasses.edges[0]!.node
  const read = async () => (await ask<{ node: { code: string | null } }>(codeDocument, { id })).node.code
  await expect.poll(read, { message: 'the worker signs the pass', timeout: 20_000 }).not.toBeNull()
  return { code: (await read()) ?? '', gateId: site.gates.edges[0]!.node.id, invitePath: new URL(inviteUrl).pathname }
}
