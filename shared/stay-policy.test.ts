import { describe, expect, it } from 'vitest'
import { checkOutDueAt, noStayPolicy, reminderDueAt, type StayPolicy } from './stay-policy'

const policy = (more: Partial<StayPolicy>): StayPolicy => ({ ...noStayPolicy, ...more })
const stay = (insideSince: string, endsAt: string) => ({ insideSince: new Date(insideSince), endsAt: new Date(endsAt) })
const due = (more: Partial<StayPolicy>, of: ReturnType<typeof stay>, zone = 'Europe/Berlin') => {
  const found = checkOutDueAt(policy(more), of, zone)
  return found && [found.at.toISOString().slice(0, 16), found.cause]
}

describe('when somebody counts as gone', () => {
  const visit = stay('2026-03-10T09:00Z', '2026-03-10T11:00Z')

  it('is never where nothing is said', () => {
    expect(due({}, visit)).toBeNull()
    expect(reminderDueAt(noStayPolicy, visit)).toBeNull()
  })

  it('is so long after the visit, or after they came in if that was later', () => {
    expect(due({ checkOutMinutes: 60 }, visit)).toEqual(['2026-03-10T12:00', 'AFTER_VISIT'])
    expect(due({ checkOutMinutes: 60 }, stay('2026-03-10T11:30Z', '2026-03-10T11:00Z'))).toEqual(['2026-03-10T12:30', 'AFTER_VISIT'])
    expect(reminderDueAt(policy({ remindMinutes: 15 }), visit)).toEqual(new Date('2026-03-10T11:15Z'))
  })

  it('is when the clock of the site shows a time next, on the day after if it has shown it already', () => {
    expect(due({ checkOutTime: '23:00' }, visit)).toEqual(['2026-03-10T22:00', 'DAILY'])
    expect(due({ checkOutTime: '12:00' }, visit)).toEqual(['2026-03-10T11:00', 'DAILY'])
    expect(due({ checkOutTime: '11:59' }, visit)).toEqual(['2026-03-11T10:59', 'DAILY'])
  })

  it('waits for the end of a visit over night or of several days', () => {
    expect(due({ checkOutTime: '23:00' }, stay('2026-03-10T20:00Z', '2026-03-11T05:00Z'))).toEqual(['2026-03-11T22:00', 'DAILY'])
    expect(due({ checkOutTime: '23:00' }, stay('2026-03-10T20:00Z', '2026-03-13T16:00Z'))).toEqual(['2026-03-13T22:00', 'DAILY'])
  })

  it('keeps to the clock on the wall when clocks change: a time that is skipped comes later, one that comes twice is the first', () => {
    expect(due({ checkOutTime: '23:00' }, stay('2026-03-28T23:30Z', '2026-03-29T10:00Z'))).toEqual(['2026-03-29T21:00', 'DAILY'])
    expect(due({ checkOutTime: '02:30' }, stay('2026-03-28T12:00Z', '2026-03-28T20:00Z'))).toEqual(['2026-03-29T01:30', 'DAILY'])
    expect(due({ checkOutTime: '02:30' }, stay('2026-10-24T12:00Z', '2026-10-24T20:00Z'))).toEqual(['2026-10-25T00:30', 'DAILY'])
    // Between the two half past two of that night the next one is that of the day after.
    expect(due({ checkOutTime: '02:30' }, stay('2026-10-25T01:00Z', '2026-10-24T20:00Z'))).toEqual(['2026-10-26T01:30', 'DAILY'])
  })

  it('is after the longest stay also while the visit goes on; of several the first counts', () => {
    const long = stay('2026-03-10T09:00Z', '2026-03-14T11:00Z')
    expect(due({ longestStayHours: 14, checkOutTime: '23:00', checkOutMinutes: 30 }, long)).toEqual(['2026-03-10T23:00', 'LONGEST_STAY'])
    expect(due({ longestStayHours: 14, checkOutTime: '13:00', checkOutMinutes: 30 }, visit)).toEqual(['2026-03-10T11:30', 'AFTER_VISIT'])
  })
})
