import type { HostNoticeKind } from '#shared/schemas/hosts'
import type { CalendarPass, CalendarVisit } from './host-documents'
import { passesOf } from './visit-state'

/** Something that a guest of a visit did. */
export interface VisitNews {
  kind: HostNoticeKind
  /** The word for it: what was answered, or the kind. */
  word: 'CONFIRMED' | 'DECLINED' | 'GUEST_LATE' | 'GUEST_HERE' | 'CHECKED_IN'
  guest: string
  minutes: number
}

/** What one pass says now that it did not say before; the most urgent of it. */
function newsOf(before: CalendarPass, after: CalendarPass): VisitNews | null {
  const news = (kind: HostNoticeKind, word: VisitNews['word']) => ({
    kind,
    word,
    guest: after.visitor.name,
    minutes: after.lateMinutes ?? 0,
  })
  if (after.presence === 'INSIDE' && before.presence !== 'INSIDE') return news('CHECKED_IN', 'CHECKED_IN')
  if (after.hereAt && !before.hereAt) return news('GUEST_HERE', 'GUEST_HERE')
  if (after.lateMinutes && after.lateMinutes !== before.lateMinutes) return news('GUEST_LATE', 'GUEST_LATE')
  if (after.reply && after.reply !== before.reply) return news('GUEST_REPLIED', after.reply)
  return null
}

/** What the guests of a visit did between two looks at it. Passes come in one order, and nobody is put between them. */
export const newsBetween = (before: CalendarVisit, after: CalendarVisit): VisitNews[] => {
  const known = passesOf(before)
  return passesOf(after).flatMap((pass, place) => {
    const seen = known[place]
    return (seen?.visitor.name === pass.visitor.name && newsOf(seen, pass)) || []
  })
}
