import { sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { newId } from '../../../server/core/ids'
import { keyringOf } from '../../../server/infra/keyring'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** Gives the host of an organization a phone and hours, and an absence with a deputy: texts marked. @returns the id of the absence */
export async function furnishHost(org: TestOrganization, mark: string, deputyId: string): Promise<string> {
  const keyring = await keyringOf(org.id)
  const seal = (text: string, column: 'hostPhone' | 'absenceNote', id: string) =>
    sealForOrganization(keyring, Buffer.from(text), sealedColumns[column], id)
  // All week and around the clock: what is seen does not hang on when it is asked.
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '00:00' }))
  const presenceSchedule = { timeZone: 'Europe/Berlin', hours }
  const data = { sealedPhone: seal(`${mark}phone`, 'hostPhone', org.host.id), presenceSchedule }
  await prisma.host.update({ where: { id: org.host.id }, data, select: { id: true } })
  return createAbsence(org, mark, deputyId)
}

/** Somebody acts for the host of an organization, and receives with them. @returns the id of the delegation */
export async function createDelegation(org: TestOrganization, delegateId: string): Promise<string> {
  const id = newId()
  await prisma.hostDelegation.create({ data: { id, organizationId: org.id, hostId: org.host.id, delegateId, createdAt: new Date() } })
  return id
}

/** Somebody receives the guests of a visit and of its series beside the host, who was told of it. */
export async function addCoHost(org: TestOrganization, appointmentId: string, hostId: string): Promise<void> {
  const organizationId = org.id
  const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: appointmentId }, select: { seriesId: true } })
  await prisma.appointmentCoHost.create({ data: { organizationId, appointmentId, hostId } })
  if (seriesId) await prisma.seriesCoHost.create({ data: { organizationId, seriesId, hostId } })
  const notice = { id: newId(), organizationId, eventId: newId(), appointmentId, hostId, kind: 'CHECKED_IN' as const }
  await prisma.hostNotice.create({ data: { ...notice, createdAt: new Date() } })
}

/** A time in which the host of an organization is away. @returns its id */
export async function createAbsence(org: TestOrganization, mark: string, deputyId: string | null): Promise<string> {
  const [id, organizationId, now] = [newId(), org.id, Date.now()]
  const sealedNote = sealForOrganization(await keyringOf(organizationId), Buffer.from(`${mark}note`), sealedColumns.absenceNote, id)
  const when = { startsAt: new Date(now + 86_400_000), endsAt: new Date(now + 2 * 86_400_000), createdAt: new Date(now) }
  await prisma.hostAbsence.create({ data: { id, organizationId, hostId: org.host.id, deputyId, kind: 'OTHER', sealedNote, ...when } })
  return id
}
