import type { PresenceSchedule } from '#shared/schemas/hosts'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { HostAbsence } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { hostSetUp, maySetUpHost } from '../policy'
import { scheduleOf } from './find-presence'

/** What a host and whoever manages people set up of them. */
export interface HostProfileRow {
  hostId: string
  /** Zone of the hours, or of the organization where there are none. */
  timeZone: string
  hours: PresenceSchedule['hours'] | null
}

/** How long absences are shown that are over, in milliseconds. */
const shownFor = 30 * 86_400_000

/** What can be set up of a host: the caller's own, or anybody's for whoever manages people. @returns null where there is nothing such for the caller */
export async function findHostProfile(ctx: Ctx, asked?: string | null): Promise<HostProfileRow | null> {
  const hostId = hostSetUp(ctx, asked)
  if (hostId === null || !isId(hostId)) return null
  const [host, organization] = await Promise.all([
    ctx.db.host.findUnique({ where: { id: hostId }, select: { presenceSchedule: true } }),
    prisma.organization.findUniqueOrThrow({ where: { id: organizationOf(ctx) }, select: { timeZone: true } }),
  ])
  if (!host) return null
  const schedule = scheduleOf(host.presenceSchedule)
  return { hostId, timeZone: schedule?.timeZone ?? organization.timeZone, hours: schedule?.hours ?? null }
}

/** Absences of a host that are not long over, by their beginning. */
export const absencesOf = (ctx: Ctx, hostId: string): Promise<HostAbsence[]> =>
  ctx.db.hostAbsence.findMany({
    where: { hostId, endsAt: { gt: new Date(ctx.now().getTime() - shownFor) } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: 100,
  })

/** Absences by id, as far as the caller may set up their hosts. */
export async function findAbsences(ctx: Ctx, ids: readonly string[]): Promise<HostAbsence[]> {
  if (ctx.organizationId === null) return []
  const rows = await ctx.db.hostAbsence.findMany({ where: { id: { in: [...ids] } } })
  return rows.filter(({ hostId }) => maySetUpHost(ctx, hostId))
}

/** What was written of an absence. */
export async function noteOf(ctx: Ctx, { id, sealedNote }: HostAbsence): Promise<string | null> {
  return sealedNote && openForOrganization(await keyringOf(organizationOf(ctx)), sealedNote, sealedColumns.absenceNote, id).toString()
}

/** The number by which colleagues reach a host: told to people, not to programs. */
export async function phoneOf(ctx: Ctx, hostId: string): Promise<string | null> {
  if (ctx.actor.type !== 'user') return null
  const host = await ctx.db.host.findUnique({ where: { id: hostId }, select: { sealedPhone: true } })
  if (!host?.sealedPhone) return null
  return openForOrganization(await keyringOf(organizationOf(ctx)), host.sealedPhone, sealedColumns.hostPhone, hostId).toString()
}
