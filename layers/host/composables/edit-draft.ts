import { addDays, instantAt, wallClockAt } from '#shared/wall-clock'
import type { Visit } from './host-documents'
import type { WantedChange } from './useVisitEdits'

/** What the form of a visit holds while it is typed. */
export interface EditDraft {
  title: string
  message: string
  receptionNote: string
  siteId: string
  roomId: string
  hostId: string
  coHostIds: string[]
  day: string
  start: string
  end: string
  /** The day it ends, where that is another one. */
  endDay: string
  /** RFC 5545's RRULE; empty for a visit that does not repeat. */
  recurrence: string
}

/** What a visit is, as its form begins. */
export function draftOf(visit: Visit): EditDraft {
  const [from, to] = [wallClockAt(visit.startsAt, visit.timeZone), wallClockAt(visit.endsAt, visit.timeZone)]
  return {
    title: visit.title ?? '',
    message: visit.message ?? '',
    receptionNote: visit.receptionNote ?? '',
    siteId: visit.site.id,
    roomId: visit.room?.id ?? '',
    hostId: visit.host.id,
    coHostIds: visit.coHosts.map(({ id }) => id),
    day: from.day,
    start: from.time,
    end: to.time,
    endDay: to.day === from.day ? '' : to.day,
    recurrence: visit.series?.rule ?? '',
  }
}

/** What differs between two drafts, as the API takes it; what is the same is left out. Texts that were emptied are taken away. */
export function changesOf(before: EditDraft, after: EditDraft, timeZone: string): WantedChange {
  const texts = (['title', 'message', 'receptionNote'] as const).filter((field) => after[field].trim() !== before[field].trim())
  const isMoved = (['day', 'start', 'end', 'endDay'] as const).some((field) => after[field] !== before[field])
  const isElsewhere = after.siteId !== before.siteId
  return {
    ...Object.fromEntries(texts.map((field) => [field, after[field].trim() || null])),
    ...(isMoved ? momentsOf(after, timeZone) : {}),
    ...(isElsewhere ? { siteId: after.siteId } : {}),
    ...(isElsewhere || after.roomId !== before.roomId ? { roomId: after.roomId || null } : {}),
    ...(after.hostId === before.hostId ? {} : { hostId: after.hostId }),
    ...(after.coHostIds.toSorted().join() === before.coHostIds.toSorted().join() ? {} : { coHostIds: [...after.coHostIds] }),
    ...(after.recurrence === before.recurrence || !after.recurrence ? {} : { recurrence: after.recurrence }),
  }
}

/** Start and end as moments. An end before the start is that of the next day where no other day was given. */
function momentsOf({ day, start, end, endDay }: EditDraft, timeZone: string): { startsAt: string; endsAt: string } | object {
  const lastDay = endDay || (end <= start && start ? addDays(day, 1) : day)
  const [startsAt, endsAt] = [instantAt({ day, time: start }, timeZone), instantAt({ day: lastDay, time: end }, timeZone)]
  return Number.isNaN(+startsAt) || Number.isNaN(+endsAt) ? {} : { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}
