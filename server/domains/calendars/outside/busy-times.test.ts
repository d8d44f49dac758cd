import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busyTimes } from './busy-times'
import { PullFailed } from './pull-failed'

const looking = {
  from: new Date('2026-11-01T00:00Z'),
  to: new Date('2027-11-01T00:00Z'),
  zone: 'Europe/Moscow',
  own: () => Promise.resolve(new Set<string>()),
}
const calendar = (...parts: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR'].join('\r\n')
let uid = 0
const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', ...(lines.some((line) => line.startsWith('UID')) ? [] : [`UID:${uid++}@x`]), ...lines, 'END:VEVENT'].join('\r\n')
const short = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) =>
  `${startsAt.toISOString().slice(0, 16)}/${endsAt.toISOString().slice(0, 16)}`
const read = async (...texts: string[]) => (await busyTimes(texts, looking)).map(short)
const of = (...lines: string[]) => read(calendar(event(...lines)))
const problemOf = (text: string) =>
  busyTimes([text], looking).then(
    () => null,
    (error: unknown) => (error instanceof PullFailed ? error.problem : error),
  )

describe('times of an event', () => {
  it.each([
    ['UTC', 'DTSTART:20261124T090000Z', '2026-11-24T09:00/2026-11-24T10:00'],
    ['an IANA zone', 'DTSTART;TZID=America/New_York:20261124T040000', '2026-11-24T09:00/2026-11-24T10:00'],
    ['a zone of Windows', 'DTSTART;TZID=W. Europe Standard Time:20261124T100000', '2026-11-24T09:00/2026-11-24T10:00'],
    [
      'a quoted zone of Outlook',
      'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna":20261124T100000',
      '2026-11-24T09:00/2026-11-24T10:00',
    ],
    [
      'a zone as Mozilla calls it',
      'DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261124T100000',
      '2026-11-24T09:00/2026-11-24T10:00',
    ],
    [
      'a zone that nobody knows, by that of the calendar',
      'DTSTART;TZID=Customized Time Zone:20261124T120000',
      '2026-11-24T09:00/2026-11-24T10:00',
    ],
    ['no zone, by that of the calendar', 'DTSTART:20261124T120000', '2026-11-24T09:00/2026-11-24T10:00'],
  ])('are understood in %s', async (_, start, expected) => {
    expect(await of(start, 'DURATION:PT1H')).toEqual([expected])
  })

  it('are understood by what the calendar says of its zones and of itself', async () => {
    const described = [
      'BEGIN:VTIMEZONE',
      'TZID:Büro',
      'X-LIC-LOCATION:Asia/Tokyo',
      'BEGIN:STANDARD',
      'TZID:no',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]
    const timed = event('DTSTART;TZID=Büro:20261124T180000', 'DURATION:PT1H')
    expect(await read(calendar(...described, timed))).toEqual(['2026-11-24T09:00/2026-11-24T10:00'])
    expect(await read(calendar('X-WR-TIMEZONE:Asia/Tokyo', event('DTSTART:20261124T180000', 'DURATION:PT1H')))).toEqual([
      '2026-11-24T09:00/2026-11-24T10:00',
    ])
  })

  it('of whole days go from midnight to midnight where the calendar is, also when the clock changes', async () => {
    expect(await of('DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261126')).toEqual(['2026-11-23T21:00/2026-11-25T21:00'])
    expect(await of('DTSTART;VALUE=DATE:20261124')).toEqual(['2026-11-23T21:00/2026-11-24T21:00'])
    const berlin = { ...looking, zone: 'Europe/Berlin' }
    const [time] = await busyTimes([calendar(event('DTSTART;VALUE=DATE:20270328'))], berlin)
    expect(time && short(time)).toBe('2027-03-27T23:00/2027-03-28T22:00')
  })

  it('count only where somebody is busy', async () => {
    const hours = ['DTSTART:20261124T090000Z', 'DTEND:20261124T100000Z']
    for (const free of [
      'TRANSP:TRANSPARENT',
      'STATUS:CANCELLED',
      'X-MICROSOFT-CDO-BUSYSTATUS:FREE',
      'X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE',
    ])
      expect(await of(...hours, free)).toEqual([])
    for (const busy of ['TRANSP:OPAQUE', 'STATUS:TENTATIVE', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF', 'X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE'])
      expect(await of(...hours, busy)).toHaveLength(1)
    expect(await of('DTSTART:20261124T090000Z')).toEqual([])
    expect(await of('DTSTART:20261124T090000Z', 'DTEND:20261124T080000Z')).toEqual([])
    expect(await of('DTSTART:20251124T090000Z', 'DTEND:20251124T100000Z')).toEqual([])
    expect(await of('DTSTART:20261001T090000Z', 'DTEND:20261105T100000Z')).toEqual(['2026-11-01T00:00/2026-11-05T10:00'])
  })

  it('are told without overlaps, of events and of free/busy times together', async () => {
    const busy = [
      'BEGIN:VFREEBUSY',
      'FREEBUSY:20261124T093000Z/PT2H,20261125T080000Z/20261125T090000Z',
      'FREEBUSY;FBTYPE=FREE:20261126T080000Z/PT1H',
      'END:VFREEBUSY',
    ]
    expect(await read(calendar(event('DTSTART:20261124T090000Z', 'DTEND:20261124T100000Z'), ...busy))).toEqual([
      '2026-11-24T09:00/2026-11-24T11:30',
      '2026-11-25T08:00/2026-11-25T09:00',
    ])
  })
})

describe('an event that repeats', () => {
  it('keeps its wall clock, its end, what was left out, moved or called off', async () => {
    const series = event(
      'UID:s',
      'DTSTART;TZID=Europe/Berlin:20270301T100000',
      'DTEND;TZID=Europe/Berlin:20270301T110000',
      'RRULE:FREQ=WEEKLY;UNTIL=20270412T080000Z',
      'EXDATE;TZID=Europe/Berlin:20270308T100000',
      'RDATE;TZID=Europe/Berlin:20270303T100000',
    )
    const moved = event('UID:s', 'RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000', 'DTSTART:20270316T120000Z', 'DTEND:20270316T130000Z')
    const off = event('UID:s', 'RECURRENCE-ID:20270322T090000Z', 'DTSTART:20270322T090000Z', 'DTEND:20270322T100000Z', 'STATUS:CANCELLED')
    expect(await read(calendar(moved, series, off))).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00',
      '2027-03-03T09:00/2027-03-03T10:00',
      '2027-03-16T12:00/2027-03-16T13:00',
      '2027-03-29T08:00/2027-03-29T09:00',
      '2027-04-05T08:00/2027-04-05T09:00',
      '2027-04-12T08:00/2027-04-12T09:00',
    ])
  })

  it('for years is read where it is now, and by whole days', async () => {
    expect(await of('DTSTART;TZID=Europe/Moscow:20050103T100000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY')).toHaveLength(365)
    const days = await of('DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20250101')
    expect(days).toEqual(['2026-12-31T21:00/2027-01-01T21:00'])
    expect(await of('DTSTART;VALUE=DATE:20261124', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261125')).toEqual([
      '2026-11-23T21:00/2026-11-24T21:00',
      '2026-11-25T21:00/2026-11-26T21:00',
    ])
  })

  it.each([
    'FREQ=SECONDLY',
    'FREQ=MINUTELY;INTERVAL=2',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=99999999999999',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=NEVER',
    'COUNT=-1',
    '',
  ])('by %s costs next to nothing, and is busy at least once', async (rule) => {
    const before = process.cpuUsage()
    const times = await of('DTSTART:20261124T090000Z', 'DURATION:PT1H', `RRULE:${rule}`)
    expect(times).toContain('2026-11-24T09:00/2026-11-24T10:00')
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000)
  })

  it('is not taken for a visit of ours that came back', async () => {
    const text = calendar(
      event('UID:ours', 'DTSTART:20261124T090000Z', 'DURATION:PT1H'),
      event('UID:theirs', 'DTSTART:20261125T090000Z', 'DURATION:PT1H'),
    )
    const times = await busyTimes([text], { ...looking, own: (uids) => Promise.resolve(new Set(uids.filter((each) => each === 'ours'))) })
    expect(times.map(short)).toEqual(['2026-11-25T09:00/2026-11-25T10:00'])
  })
})

describe('what is no calendar, or a hostile one,', () => {
  it('is refused', async () => {
    for (const text of ['', '<html>sign in</html>', 'BEGIN:VCARD\r\nEND:VCARD', '\0\0\0', `${'x'.repeat(1_000)}BEGIN:VCALENDAR`])
      expect(await problemOf(text)).toBe('NOT_A_CALENDAR')
    expect(await problemOf(calendar('BEGIN:X\r\n'.repeat(100_000)))).toBe('NOT_A_CALENDAR')
  })

  it('ends soon, whatever it holds', async () => {
    const cpu = process.cpuUsage()
    const million = calendar('BEGIN:VEVENT\nDTSTART:20270101T000000Z\nEND:VEVENT\n'.repeat(250_000))
    expect(await problemOf(million)).toBe('TOO_MANY')
    const past = calendar('BEGIN:VEVENT\nDTSTART:20200101T000000Z\nDTEND:20200101T010000Z\nEND:VEVENT\n'.repeat(150_000))
    expect(await read(past)).toEqual([])
    const folded = calendar(event('DTSTART:20261124T090000Z', 'DURATION:PT1H', `DESCRIPTION:${'\r\n x'.repeat(2_000_000)}`))
    expect(await read(folded)).toHaveLength(1)
    const dense = calendar(...Array.from({ length: 400 }, () => event('DTSTART:20200101T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=HOURLY')))
    expect(['TOO_MANY', 'TOO_SLOW']).toContain(await problemOf(dense))
    expect(process.cpuUsage(cpu).user / 1_000).toBeLessThan(60_000)
  }, 120_000)

  it('loses only what cannot be read', async () => {
    const good = event('DTSTART:20261124T090000Z', 'DURATION:PT1H')
    const bad = [
      event('DTSTART:nonsense'),
      event('DTSTART;VALUE=DATE:99999999'),
      event('DTSTART:20261124T996199Z', 'DTEND:x'),
      event('RRULE:FREQ=DAILY'),
      event('DTSTART:20261124T090000Z', 'DURATION:forever'),
      'BEGIN:VEVENT\r\nno colon at all\r\nEND:VEVENT',
      event('DTSTART:20261201T090000Z', 'BEGIN:VALARM', 'DTSTART:20261202T090000Z', 'DURATION:PT9H', 'END:VALARM'),
    ]
    expect(await read(calendar(...bad, good))).toEqual(['2026-11-24T09:00/2026-11-24T10:00'])
    expect(await read(`\uFEFF${calendar(good)}`)).toHaveLength(1)
    expect(await read(calendar(good).replaceAll('\r\n', '\n'), calendar(good))).toHaveLength(1)
  })

  it('never does anything but answer or say why not', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'BEGIN:VCALENDAR',
        'END:VCALENDAR',
        'UID:1',
        ' folded',
      ),
      fc.constantFrom(
        'RRULE:FREQ=DAILY',
        'RRULE:FREQ=YEARLY;BYYEARDAY=366',
        'EXDATE:20261124',
        'RECURRENCE-ID:20261124T090000Z',
        'DURATION:-P1D',
      ),
      fc
        .tuple(fc.constantFrom('DTSTART', 'DTEND', 'RDATE', 'TZID', 'RRULE', 'FREEBUSY'), fc.string())
        .map(([name, value]) => `${name}:${value}`),
      fc.integer({ min: 20260101, max: 20280101 }).map((date) => `DTSTART:${date}T090000Z`),
      fc.string({ unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (lines) => {
        const problem = await problemOf(['BEGIN:VCALENDAR', ...lines].join('\r\n'))
        expect(problem === null || typeof problem === 'string').toBe(true)
      }),
      { numRuns: 1_000 },
    )
  }, 120_000)
})
