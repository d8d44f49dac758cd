import type { HostNoticeKind } from '#shared/schemas/hosts'
import type { Visit, VisitPass } from './host-documents'

/** Something that a guest of a visit did. */
export interface VisitNews {
  kind: HostNoticeKind
  /** The word for it: what was answered, or the kind. */
  word: 'CONFIRMED' | 'DECLINED' | 'GUEST_LATE' | 'GUEST_HERE' | 'CHECKED_IN'
  guest: string
  minutes: number
}

const passesIn = (visit: Visit): VisitPass[] => visit.visitPasses.edges.map(({ node }) => node)

/** What one pass says now that it did not say before; the most urgent of it. */
function newsOf(before: VisitPass, after: VisitPass): VisitNews | null {
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

/** What the guests of a visit did between two looks at it. */
export const newsBetween = (before: Visit, after: Visit): VisitNews[] =>
  passesIn(after).flatMap((pass) => {
    const known = passesIn(before).find(({ id }) => id === pass.id)
    return (known && newsOf(known, pass)) ?? []
  })
