import { newId } from '../../server/core/ids'
import { registerVisitor } from '../../server/domains/visitors/use-cases/find-or-register-visitors'
import { prisma } from '../../server/infra/db'
import { keyringOf } from '../../server/infra/keyring'
import { tenantClient } from '../../server/infra/tenant-client'
import type { TestOrganization } from './organization'

/** The rows of one visit. */
export interface TestVisit {
  visitorId: string
  appointmentId: string
  passId: string
}

/** A visit of one hour around now with a pass that is ACTIVE but carries no code: for tests that need rows, not a scan. */
export async function createVisit(org: TestOrganization, given: { startsAt?: Date; endsAt?: Date } = {}): Promise<TestVisit> {
  const keyring = await keyringOf(org.id)
  const guest = { name: 'Anna Petrova', email: `guest-${newId()}@example.com`, phone: null, company: null }
  const visitorId = await registerVisitor(tenantClient(org.id), keyring, guest, 'EN', new Date())
  const visit = { visitorId, appointmentId: newId(), passId: newId() }
  const startsAt = given.startsAt ?? new Date(Date.now() - 1_800_000)
  const endsAt = given.endsAt ?? new Date(startsAt.getTime() + 3_600_000)
  const shared = { organizationId: org.id, createdAt: new Date() }
  const place = { siteId: org.site.id, hostId: org.host.id, roomId: org.room.id, timeZone: org.site.timeZone }
  await prisma.appointment.create({
    data: { ...shared, ...place, id: visit.appointmentId, status: 'SCHEDULED', startsAt, endsAt },
    select: { id: true },
  })
  await prisma.visitPass.create({
    data: {
      ...shared,
      id: visit.passId,
      siteId: org.site.id,
      visitorId: visit.visitorId,
      appointmentId: visit.appointmentId,
      type: 'SINGLE',
      status: 'ACTIVE',
      validFrom: startsAt,
      validTo: endsAt,
      entriesLimit: 1,
    },
    select: { id: true },
  })
  return visit
}
