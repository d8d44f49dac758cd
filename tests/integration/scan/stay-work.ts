import { newId } from '../../../server/core/ids'
import { StayOverdue } from '../../../server/domains/access-control/events'
import { keepStays } from '../../../server/domains/access-control/use-cases/presence/keep-stays'
import { leftUnseen } from '../../../server/domains/access-control/use-cases/presence/left-unseen'
import { updateStayPolicy } from '../../../server/domains/access-control/use-cases/presence/stay-policy'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { made } from './places'
import { scan, signedPass, type PassOptions, type SignedPass } from './signed-pass'

/** So many minutes ago. */
export const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)

/** A guest who came in 25 minutes ago to a visit that was over ten minutes ago. */
export async function overdueGuest(org: TestOrganization, more: PassOptions = {}): Promise<SignedPass> {
  const pass = await signedPass(org, { startsAt: minutesAgo(30), endsAt: minutesAgo(-30), passType: 'MULTI', ...more })
  await scan(asOperator(org), org, pass.code)
  const at = minutesAgo(25)
  await prisma.checkin.updateMany({ where: { visitPassId: pass.id }, data: { occurredAt: at } })
  await prisma.visitPass.updateMany({ where: { id: pass.id }, data: { insideSince: at, movedAt: at } })
  await prisma.appointment.updateMany({ where: { id: pass.appointmentId }, data: { endsAt: minutesAgo(10) } })
  return pass
}

const reminds = ({ id: organizationId, site }: TestOrganization) => {
  const policy = { remindMinutes: 5, remindsGuest: true, checkOutMinutes: null }
  const where = { organizationId_siteId: { organizationId, siteId: site.id } }
  return prisma.stayPolicy.upsert({ where, create: { organizationId, siteId: site.id, ...policy }, update: policy })
}

const everything = { remindMinutes: 15, remindsGuest: true, checkOutMinutes: 60, checkOutTime: '23:00', longestStayHours: 24 }

/** What a site says about guests whom nobody saw leaving, and a reminder of one. @returns its id */
export async function createStayReminder({ id: organizationId, site }: TestOrganization, visitPassId: string): Promise<string> {
  const row = { id: newId(), organizationId, visitPassId, dueAt: minutesAgo(5), moves: 0, createdAt: new Date() }
  await prisma.stayPolicy.create({ data: { organizationId, siteId: site.id, ...everything } })
  await prisma.stayReminder.create({ data: row })
  return row.id
}

/** Makes the event of a guest who stays on. */
export const stayCauses = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  [StayOverdue.type]: async () => {
    await reminds(org)
    const { id } = await overdueGuest(org)
    await keepStays(new Date(), org.id)
    return id
  },
})

/** Leaves something to do for each task of the schedule about guests who stay on. */
export const stayLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'remind of guests who stay on, and check out whom nobody saw leave': async () => {
    await reminds(org)
    await overdueGuest(org)
  },
  'forget reminders of guests who stayed on after a month': async () => {
    const { id } = await signedPass(org)
    const row = { id: newId(), organizationId: org.id, visitPassId: id, dueAt: minutesAgo(5), moves: 0 }
    await prisma.stayReminder.create({ data: { ...row, createdAt: minutesAgo(31 * 1_440) } })
  },
})

/** A guest who counts as gone although nobody saw them leave. */
export async function createLeftUnseen(org: TestOrganization, visitPassId: string): Promise<void> {
  const at = minutesAgo(30)
  await prisma.visitPass.update({ where: { id: visitPassId }, data: { presence: 'LEFT', movedAt: at }, select: { id: true } })
  const place = { organizationId: org.id, siteId: org.site.id, gateId: org.gates[0].id, visitPassId, scannerId: org.site.id }
  const said = { direction: 'EXIT', movement: 'OUT', result: 'ADMITTED', source: 'CLOCK', forced: true, forcedReason: 'DAILY' } as const
  const written = { nonce: newId(), codeHash: new Uint8Array(32), isCorrection: true, occurredAt: at, recordedAt: at }
  await prisma.checkin.create({ data: { id: newId(), ...place, ...said, ...written } })
}

/** What trials of guests who stay on do and look at, in the organization that each of them has. */
export function stayTrials(org: () => TestOrganization) {
  const stays = (content: Partial<Parameters<typeof updateStayPolicy>[1]>) =>
    made(updateStayPolicy(asOrgAdmin(org()), { siteId: org().site.id, remindsGuest: false, ...content }))
  const keep = (now = new Date()) => keepStays(now, org().id)
  const passOf = ({ id }: { id: string }) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
  const logOf = async ({ id }: { id: string }) =>
    (await prisma.checkin.findMany({ where: { visitPassId: id }, orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }] })).map(
      ({ source, direction, result }) => `${source} ${direction} ${result}`,
    )
  const eventsOf = (type: string) => prisma.outboxEvent.findMany({ where: { organizationId: org().id, type } })
  const unseen = async () =>
    (await leftUnseen(asOperator(org()).db, org().site.id, new Date())).map(({ visitPassId, by }) => [visitPassId, by])

  const overdue = (more?: Parameters<typeof overdueGuest>[1]) => overdueGuest(org(), more)
  return { stays, keep, passOf, logOf, eventsOf, unseen, overdue }
}
