import type { TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { countPresence } from '../../../server/domains/access-control/use-cases/count-presence'
import { updatePresencePolicy } from '../../../server/domains/access-control/use-cases/rules/save-presence-policy'
import { createZone, setGateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'

/** What was made of an organization, which has to have succeeded. */
export async function made<T extends object>(work: Promise<T>): Promise<Exclude<T, { failure: unknown }>> {
  const result = await work
  if ('failure' in result) throw new Error(JSON.stringify(result))
  return result as Exclude<T, { failure: unknown }>
}

/** Makes a zone of the organization's site. */
export const zoneOf = (org: TestOrganization, name: string, more: Partial<Parameters<typeof createZone>[1]> = {}) =>
  made(createZone(asOrgAdmin(org), { siteId: org.site.id, name, isRestricted: false, ...more }))

/** Lets the second gate lead into a zone, behind the first. */
export const innerGate = (org: TestOrganization, zoneId: string) =>
  made(setGateZone(asOrgAdmin(org), { gateId: org.gates[1].id, zoneId, isInner: true }))

/** Says who may be inside the organization's site. */
export const policy = (org: TestOrganization, content: Partial<Parameters<typeof updatePresencePolicy>[1]>) =>
  made(updatePresencePolicy(asOrgAdmin(org), { siteId: org.site.id, antiPassback: 'OFF', ...content }))

/** Who is inside, by zone, and how many came in today. */
export async function counted(org: TestOrganization) {
  const counts = await countPresence(asOperator(org), org.site.id)
  return { inside: counts?.inside, zones: counts?.zones.map(({ people }) => people), today: counts?.admittedToday }
}
