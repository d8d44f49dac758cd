import type { HostPresencesQuery } from '#shared/generated/gql/graphql'
import { meets, momentsOf, spansByDay, type Moments } from './grid-layout'

/** When a host is there. */
export type HostPresence = HostPresencesQuery['hostPresence'][number]

/** What the presence of a host says against some hours. */
export type PresenceConflict = { kind: 'absent'; name: string; deputy: string } | { kind: 'outsideHours'; name: string }

const dayLength = 86_400_000
/** When a host is not there between two moments. */
export function awayBetween({ available }: HostPresence, from: string, to: string): { startsAt: string; endsAt: string }[] {
  const ends = [from, ...available.map(({ endsAt }) => endsAt)]
  const starts = [...available.map(({ startsAt }) => startsAt), to]
  return ends
    .map((startsAt, place) => ({ startsAt, endsAt: starts[place] ?? to }))
    .filter(({ startsAt, endsAt }) => Date.parse(startsAt) < Math.min(Date.parse(endsAt), Date.parse(to)))
}

/**
 * What stands against hours of a host; nothing beyond what is known of them. Of more than a day only the beginning is looked at.
 * @param known from when to when the presence is known
 */
export function presenceConflict(presence: HostPresence, hours: Moments, known: Moments): PresenceConflict | null {
  const looked = { from: hours.from, to: hours.to - hours.from > dayLength ? hours.from + 60_000 : hours.to }
  if (looked.from < known.from || looked.to > known.to) return null
  const { name } = presence.host
  const absence = presence.absences.find((each) => meets(momentsOf(each), looked))
  if (absence) return { kind: 'absent', name, deputy: absence.deputy?.name ?? '' }
  const isThere = presence.available.map(momentsOf).some(({ from, to }) => from <= looked.from && looked.to <= to)
  return isThere ? null : { kind: 'outsideHours', name }
}

/** The days on which a host is not there at all because they are absent, by the wall clock of a zone, and who stands in for them. */
export function absentDays({ available, absences }: HostPresence, days: readonly string[], zone: string): Map<string, string> {
  const [there, absent] = [spansByDay(available, days, zone), spansByDay(absences, days, zone)]
  return new Map(
    days.flatMap((day) => {
      const [first] = absent.get(day) ?? []
      return first && there.get(day)?.length === 0 ? [[day, first.item.deputy?.name ?? ''] as const] : []
    }),
  )
}
