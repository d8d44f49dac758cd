import { maxPresenceHosts } from '#shared/limits'
import { presenceScheduleSchema, maxPresenceDays, type PresenceSchedule } from '#shared/schemas/hosts'
import type { Ctx } from '../../../core/ctx'
import { Refusal } from '../../../core/errors'
import { isId } from '../../../core/ids'
import { translate } from '../../../infra/i18n'
import { hostsPermission } from '../policy'
import { availability, presenceProblem, type PresenceProblem, type Span } from '../presence'

/** When a host is there within a range. */
export interface PresenceRow {
  hostId: string
  /** IANA zone of their hours; null where nobody has said when they are there. */
  timeZone: string | null
  available: Span[]
  absences: (Span & { deputyId: string | null })[]
}

/** A stored schedule; null where there is none, or one that this version cannot read. */
export function scheduleOf(stored: unknown): PresenceSchedule | null {
  const read = presenceScheduleSchema.safeParse(stored)
  return read.success ? read.data : null
}

/** What is known of when hosts are there, in two statements. Foreign and unknown ids are passed over. */
async function knownOf(ctx: Ctx, hostIds: readonly string[], { startsAt, endsAt }: Span) {
  const ids = [...new Set(hostIds.filter(isId))]
  const [hosts, absences] = await Promise.all([
    ctx.db.host.findMany({ where: { id: { in: ids } }, select: { id: true, presenceSchedule: true } }),
    ctx.db.hostAbsence.findMany({
      where: { hostId: { in: ids }, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } },
      select: { hostId: true, startsAt: true, endsAt: true, deputyId: true },
      orderBy: { startsAt: 'asc' },
    }),
  ])
  return hosts.map(({ id, presenceSchedule }) => ({
    hostId: id,
    schedule: scheduleOf(presenceSchedule),
    absences: absences.filter(({ hostId }) => hostId === id),
  }))
}

/**
 * When hosts are there, and when they are away. Why they are away is not told.
 * @throws Refusal for whoever may not see hosts, and for too many of them or too long a time
 */
export async function findPresence(ctx: Ctx, hostIds: readonly string[], range: Span): Promise<PresenceRow[]> {
  hostsPermission(ctx)
  const days = (+range.endsAt - +range.startsAt) / 86_400_000
  if (days <= 0 || days > maxPresenceDays || hostIds.length > maxPresenceHosts)
    throw new Refusal(
      'BAD_USER_INPUT',
      translate(ctx.language, 'errors.presenceTooMuch', { hosts: maxPresenceHosts, days: maxPresenceDays }),
    )
  const known = await knownOf(ctx, hostIds, range)
  return known.map(({ hostId, schedule, absences }) => ({
    hostId,
    timeZone: schedule?.timeZone ?? null,
    available: availability(schedule, absences, range),
    absences,
  }))
}

/** What stands against visits of hosts at some hours, by the host's presence; null where they are there. */
export async function findPresenceProblem(ctx: Ctx, hostId: string, visit: Span): Promise<PresenceProblem | null> {
  const [known] = await knownOf(ctx, [hostId], visit)
  return known ? presenceProblem(known.schedule, known.absences, visit) : null
}
