import { addDays, instantAt, wallClockAt } from '#shared/wall-clock'
import { maxVisitDays } from '#shared/schemas/appointments'
import type { Prisma } from '../../../generated/prisma/client'

/** Passes of guests who come today by the clock of the site, and of everybody who is inside. Of what was called off only walk-ins are told. */
export function passesOfToday(site: { id: string; timeZone: string }, now: Date): Prisma.VisitPassWhereInput {
  const { day } = wallClockAt(now, site.timeZone)
  const startOf = (at: string): Date => instantAt({ day: at, time: '00:00' }, site.timeZone)
  const [from, to] = [startOf(day), startOf(addDays(day, 1))]
  const longest = startOf(addDays(day, -maxVisitDays))
  const today = { startsAt: { gte: longest, lt: to }, endsAt: { gt: from } }
  return {
    siteId: site.id,
    OR: [
      { presence: 'INSIDE' },
      { status: { not: 'REVOKED' }, appointment: today },
      { status: 'REVOKED', appointment: { ...today, walkIn: { isNot: null } } },
    ],
  }
}
