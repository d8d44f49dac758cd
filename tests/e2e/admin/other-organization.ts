import type { Page } from '@playwright/test'
import { expect } from '../fixtures'

interface Places {
  sites: { edges: { node: { id: string; gates: { edges: { node: { id: string } }[] } } }[] }
  hosts: { edges: { node: { id: string } }[] }
}
interface Invited {
  inviteGuest: { appointment: { visitPasses: { edges: { node: { id: string } }[] } } }
}

const placesDocument =
  '{ sites(first: 1) { edges { node { id gates(first: 1) { edges { node { id } } } } } } hosts(first: 1) { edges { node { id } } } }'
const inviteDocument = `mutation ($input: InviteGuestInput!) { inviteGuest(input: $input) {
  ... on InviteGuestSuccess { appointment { visitPasses(first: 1) { edges { node { id } } } } } } }`
const codeDocument = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { code } } }'

/** Invites a guest to the first site of whoever is signed in on this page. @returns the code of the pass and the first gate */
export async function inviteHere(page: Page, name: string): Promise<{ code: string; gateId: string }> {
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const response = await page.request.post('/graphql', { data: { query, variables } })
    return ((await response.json()) as { data: T }).data
  }
  const { sites, hosts } = await ask<Places>(placesDocument)
  const site = sites.edges[0]!.node
  const visit = { startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000), siteId: site.id, hostId: hosts.edges[0]!.node.id }
  const { inviteGuest } = await ask<Invited>(inviteDocument, { input: { ...visit, visitor: { name, locale: 'EN' } } })
  const id = inviteGuest.appointment.visitPasses.edges[0]!.node.id
  const read = async () => (await ask<{ node: { code: string | null } }>(codeDocument, { id })).node.code
  await expect.poll(read, { message: 'the worker signs the pass', timeout: 20_000 }).not.toBeNull()
  return { code: (await read()) ?? '', gateId: site.gates.edges[0]!.node.id }
}
