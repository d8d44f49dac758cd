import type { Direction, VisitPassType } from '../../generated/prisma/enums'

/** Somebody went through a gate on a pass. */
export interface Passage {
  visitPassId: string
  hostId: string | null
  type: VisitPassType
  direction: Direction
  at: Date
  /** Nobody saw them leave: they counted as gone. */
  isUnseen?: boolean
}

/** Somebody was inside; `until` is null where nobody saw them leave, and when they counted as gone where that was `isUnseen`. */
export interface Stay {
  hostId: string | null
  from: Date
  until: Date | null
  isUnseen?: boolean
}

/** The longest stay, in milliseconds: whoever is seen leaving later has been out meanwhile without being seen. */
export const longestStay = 24 * 3_600_000

/**
 * Which entries and exits belong together. On a pass of one person an exit ends the newest entry. Of a group nobody knows who of it
 * leaves, so the last in is the first out: what one scan changes lies within {@link longestStay} around it, however long the group stays.
 * Whoever counted as gone unseen and is seen leaving after that left then.
 * @param passages in the order of time, of any number of passes at one site
 */
export function staysOf(passages: readonly Passage[]): Stay[] {
  const stays: Stay[] = []
  const open = new Map<string, Stay[]>()
  for (const { visitPassId, hostId, type, direction, at, isUnseen = false } of passages) {
    const inside = open.get(visitPassId) ?? []
    if (direction === 'ENTRY') {
      const stay = { hostId, from: at, until: null }
      stays.push(stay)
      open.set(visitPassId, type === 'GROUP' ? [...inside, stay] : [stay])
      continue
    }
    const last = inside.findLast((stay) => !stay.isUnseen) ?? (isUnseen ? undefined : inside.at(-1))
    if (last && !isUnseen) inside.splice(inside.indexOf(last), 1)
    if (last && at.getTime() - last.from.getTime() <= longestStay) Object.assign(last, { until: at, isUnseen })
  }
  return stays
}

/**
 * The most people who were inside at once in a span of time. Whoever was not seen leaving counts until the end of the day of their entry.
 * @param span a day of the site
 */
export function mostInside(stays: readonly Stay[], span: { from: Date; until: Date }): number {
  const [begin, end] = [span.from.getTime(), span.until.getTime()]
  const steps = stays.flatMap(({ from, until }) => {
    const isOlder = from.getTime() < begin
    const left = until?.getTime() ?? (isOlder ? begin : end)
    const came = Math.max(from.getTime(), begin)
    return came < end && left > came ? [[came, 1] as const, [left, -1] as const] : []
  })
  // Whoever leaves at the moment at which somebody comes makes room first.
  const ordered = steps.toSorted(([one, change], [other, otherChange]) => one - other || change - otherChange)
  let [inside, most] = [0, 0]
  for (const [, change] of ordered) {
    inside += change
    most = Math.max(most, inside)
  }
  return most
}
