import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { createPlace } from './places'

/** A zone of a site. @returns its id */
export async function createZone(org: TestOrganization, mark: string, siteId: string): Promise<string> {
  const id = newId()
  await prisma.zone.create({ data: { id, organizationId: org.id, siteId, name: `${mark}${id}`, isRestricted: false } })
  return id
}

/** A rule that keeps out guests of one kind at the back entrance, at any time. @returns its id */
export async function createRule(org: TestOrganization, mark: string, visitorTypeId: string, isAssigned = false): Promise<string> {
  const id = newId()
  const { Zone: zoneId } = await createZonedPlace(org, mark)
  const windows = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' }]
  const named = { gateIds: [org.gates[1].id], zoneIds: [zoneId], visitorTypeIds: [visitorTypeId], windows }
  const rule = { name: `${mark}rule`, effect: 'REFUSE' as const, needsEscort: false, position: 1, isAssigned, createdAt: new Date() }
  await prisma.accessRule.create({ data: { id, organizationId: org.id, siteId: org.site.id, ...rule, ...named } })
  return id
}

/** A rule that concerns a guest who is still to come, a zone into which the main entrance leads, and a holiday. */
export async function createAccess(
  org: TestOrganization,
  mark: string,
  visitorTypeId: string,
): Promise<{ AccessRule: string; Zone: string }> {
  const zoneId = await createZone(org, mark, org.site.id)
  await prisma.zone.update({ where: { id: zoneId }, data: { parentId: await createZone(org, mark, org.site.id), capacity: 40 } })
  await prisma.gate.update({ where: { id: org.gates[0].id }, data: { zoneId } })
  await prisma.holiday.create({
    data: { organizationId: org.id, siteId: org.site.id, day: new Date('2031-05-09'), name: `${mark}holiday` },
  })
  const rule = await createRule(org, mark, visitorTypeId)
  await prisma.accessState.updateMany({
    where: { siteId: org.site.id },
    data: { version: { increment: 1 }, capacity: 400, passbackMinutes: 30 },
  })
  return { AccessRule: rule, Zone: zoneId }
}

/** Says that a guest is in a zone and came there by what was scanned of them and by a rule, which is assigned to their pass and visit. */
export async function placeGuest(
  org: TestOrganization,
  { Zone: zoneId, VisitPass: visitPassId, AccessRule: accessRuleId }: Record<'Zone' | 'VisitPass' | 'AccessRule', string>,
): Promise<void> {
  const accessRuleIds = [accessRuleId]
  const { appointmentId } = await prisma.visitPass.update({ where: { id: visitPassId }, data: { zones: { [zoneId]: 1 }, accessRuleIds } })
  await prisma.appointment.updateMany({ where: { organizationId: org.id, id: appointmentId ?? '' }, data: { accessRuleIds } })
  const moved = { movement: 'WITHIN' as const, zoneFrom: zoneId, zoneTo: zoneId, ruleSteps: [{ said: 'ALREADY_INSIDE' }], accessRuleId }
  await prisma.checkin.updateMany({ where: { organizationId: org.id, visitPassId }, data: moved })
}

/** A zone of a site of its own. @returns the ids of both */
export async function createZonedPlace(org: TestOrganization, mark: string): Promise<Record<'Site' | 'Gate' | 'Room' | 'Zone', string>> {
  const place = await createPlace(org, mark)
  return { ...place, Zone: await createZone(org, mark, place.Site) }
}

/** Deletes all rules but one, so that whoever names it names all. */
export async function keepRule(org: TestOrganization, id: string): Promise<void> {
  await prisma.accessRule.updateMany({ where: { organizationId: org.id, id: { not: id } }, data: { deletedAt: new Date() } })
}
