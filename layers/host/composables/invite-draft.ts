import type { Slot } from './useCalendar'
import { instantAt } from '#shared/wall-clock'

/** When a visit is, while it is typed: a wall clock. */
export interface TimeDraft {
  day: string
  start: string
  end: string
  /** The day it ends, where that is another one. */
  endDay: string
}

/** What the form holds while it is typed: texts and a wall clock, nothing parsed. */
export interface InviteDraft extends TimeDraft {
  name: string
  email: string
  phone: string
  company: string
  /** Who else comes, one a line. */
  others: string
  locale: 'RU' | 'EN'
  siteId: string
  roomId: string
  hostId: string
  coHostIds: string[]
  title: string
  message: string
  receptionNote: string
  /** RFC 5545's RRULE; empty for a visit that does not repeat. */
  recurrence: string
  passType: 'SINGLE' | 'MULTI' | 'GROUP'
  /** How many people come on one pass, as it is typed; for a GROUP. */
  groupSize: string
}

interface Beginning {
  slot: Slot
  siteId: string
  hostId: string | null
  locale: 'RU' | 'EN'
}

/** An empty form at a slot of the calendar. */
export function newDraft({ slot, siteId, hostId, locale }: Beginning): InviteDraft {
  const guest = { name: '', email: '', phone: '', company: '', others: '', locale }
  const times = { day: slot.from.day, start: slot.from.time, end: slot.to.time, endDay: slot.to.day === slot.from.day ? '' : slot.to.day }
  return {
    ...guest,
    ...times,
    siteId,
    roomId: '',
    hostId: hostId ?? '',
    coHostIds: [],
    title: '',
    message: '',
    receptionNote: '',
    recurrence: '',
    passType: 'SINGLE',
    groupSize: '',
  }
}

/** Start and end of a draft as moments; invalid Dates while something is missing. */
export function timesOf(draft: TimeDraft, timeZone: string): { startsAt: Date; endsAt: Date } {
  return {
    startsAt: instantAt({ day: draft.day, time: draft.start }, timeZone),
    endsAt: instantAt({ day: draft.endDay || draft.day, time: draft.end }, timeZone),
  }
}

/** Whether anything was typed into a draft since it was begun. */
export const isTyped = (draft: InviteDraft, beginning: InviteDraft): boolean =>
  (Object.keys(draft) as (keyof InviteDraft)[]).some((name) => String(draft[name]) !== String(beginning[name]))
