import { addDays, instantAt, wallClockAt } from './wall-clock'

/** What a site does about guests whom nobody saw leaving; null for never. */
export interface StayPolicy {
  /** After how many minutes those who receive the guest are reminded. */
  remindMinutes: number | null
  /** Whether the guest is reminded too. */
  remindsGuest: boolean
  /** After how many minutes they count as gone. */
  checkOutMinutes: number | null
  /** They count as gone when the clock of the site next shows this, HH:mm. */
  checkOutTime: string | null
  /** They count as gone so many hours after they came in, also while their visit goes on. */
  longestStayHours: number | null
}

/** What is done where a site has said nothing. */
export const noStayPolicy: StayPolicy = {
  remindMinutes: null,
  remindsGuest: false,
  checkOutMinutes: null,
  checkOutTime: null,
  longestStayHours: null,
}

/** A guest who is inside. */
export interface Stay {
  insideSince: Date
  /** When their visit is over, as it stands now. */
  endsAt: Date
}

/** By which part of the policy somebody counts as gone. */
export const checkOutCauses = ['AFTER_VISIT', 'DAILY', 'LONGEST_STAY'] as const

/** One of them. */
export type CheckOutCause = (typeof checkOutCauses)[number]

/** For how long whoever was checked out unseen may still be inside, in milliseconds: a roll call asks for them, a turnstile lets them out. */
export const unseenFor = 12 * 3_600_000

/** How late a reminder may be, in milliseconds: of a day that is over nobody is reminded. */
export const reminderLate = 24 * 3_600_000

const minutes = (count: number): number => count * 60_000

/** Since when somebody stays on: the end of their visit, or when they came in if that was later. */
const overAt = ({ endsAt, insideSince }: Stay): number => Math.max(endsAt.getTime(), insideSince.getTime())

/** When the clock on the wall shows a time next, at this moment or after it. */
function nextAt(from: number, time: string, timeZone: string): number {
  const { day } = wallClockAt(from, timeZone)
  const today = instantAt({ day, time }, timeZone).getTime()
  return today >= from ? today : instantAt({ day: addDays(day, 1), time }, timeZone).getTime()
}

/** When those who receive a guest are to be reminded; null for never. */
export const reminderDueAt = ({ remindMinutes }: StayPolicy, stay: Stay): Date | null =>
  remindMinutes === null ? null : new Date(overAt(stay) + minutes(remindMinutes))

/**
 * When somebody counts as gone whom nobody sees leaving, and by which part of the policy: whichever comes first.
 * @param timeZone of the site
 * @returns null for never
 */
export function checkOutDueAt(policy: StayPolicy, stay: Stay, timeZone: string): { at: Date; cause: CheckOutCause } | null {
  const { checkOutMinutes, checkOutTime, longestStayHours } = policy
  const over = overAt(stay)
  const due: { at: number; cause: CheckOutCause }[] = []
  if (checkOutMinutes !== null) due.push({ at: over + minutes(checkOutMinutes), cause: 'AFTER_VISIT' })
  if (checkOutTime !== null) due.push({ at: nextAt(over, checkOutTime, timeZone), cause: 'DAILY' })
  if (longestStayHours !== null) due.push({ at: stay.insideSince.getTime() + minutes(longestStayHours * 60), cause: 'LONGEST_STAY' })
  const first = due.toSorted((one, other) => one.at - other.at)[0]
  return first ? { at: new Date(first.at), cause: first.cause } : null
}
