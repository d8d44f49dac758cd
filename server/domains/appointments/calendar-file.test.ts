import { describe, expect, it } from 'vitest'
import { inviteCalendarFile, type InviteCalendar } from './calendar-file'

const visit: InviteCalendar = {
  uid: '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a4@guest-center',
  sequence: 2,
  method: 'REQUEST',
  summary: 'Встреча в «Северном порту»',
  description: 'Пропуск: https://example.com/i/x\nВозьмите паспорт',
  location: 'Маяк, 7 этаж; вход со двора',
  url: 'https://example.com/i/x',
  startsAt: new Date('2026-11-12T11:00:00Z'),
  endsAt: new Date('2026-11-12T12:30:00Z'),
  timeZone: 'Europe/Moscow',
  organizer: { name: 'Мария "Маша" Соколова', email: 'maria@example.com' },
  attendee: { name: 'Андрей', email: 'andrey@example.com' },
  now: new Date('2026-11-01T00:00:00Z'),
}

const fileOf = (changes: Partial<InviteCalendar> = {}) => inviteCalendarFile({ ...visit, ...changes })
const linesOf = (file: string) => file.replaceAll('\r\n ', '').split('\r\n')

describe('inviteCalendarFile', () => {
  it('is a request with a stable uid, a sequence and times in the zone of the site', () => {
    const lines = linesOf(fileOf())
    expect(lines).toEqual(
      expect.arrayContaining([
        'METHOD:REQUEST',
        `UID:${visit.uid}`,
        'SEQUENCE:2',
        'DTSTAMP:20261101T000000Z',
        'STATUS:CONFIRMED',
        'DTSTART;TZID=Europe/Moscow:20261112T140000',
        'DTEND;TZID=Europe/Moscow:20261112T153000',
        'BEGIN:VTIMEZONE',
        'TZID:Europe/Moscow',
        'TZOFFSETTO:+0300',
        'SUMMARY:Встреча в «Северном порту»',
        'LOCATION:Маяк\\, 7 этаж\\; вход со двора',
        'URL;VALUE=URI:https://example.com/i/x',
        'DESCRIPTION:Пропуск: https://example.com/i/x\\nВозьмите паспорт',
      ]),
    )
    expect(lines.find((line) => line.startsWith('ATTENDEE'))).toMatch(
      /PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="Андрей":MAILTO:andrey@example\.com$/,
    )
    expect(lines.find((line) => line.startsWith('ORGANIZER'))).toMatch(/CN="Мария ’Маша’ Соколова":mailto:maria@example\.com$/i)
  })

  it('says the same whatever the zone of the server is, and the same each time', () => {
    expect(fileOf()).toBe(fileOf())
    expect(linesOf(fileOf({ timeZone: 'America/New_York' }))).toContain('DTSTART;TZID=America/New_York:20261112T060000')
  })

  it('cancels', () => {
    expect(linesOf(fileOf({ method: 'CANCEL', sequence: 3 }))).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'SEQUENCE:3', 'STATUS:CANCELLED', 'TRANSP:TRANSPARENT', `UID:${visit.uid}`]),
    )
  })

  it('published to nobody by name is not a request', () => {
    const lines = linesOf(fileOf({ attendee: undefined }))
    expect(lines).toContain('METHOD:PUBLISH')
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual([])
  })

  it('ends lines with CRLF and folds them at 75 octets, never inside a character', () => {
    const file = fileOf({ summary: 'Ж🙂'.repeat(150) })
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(linesOf(file)).toContain(`SUMMARY:${'Ж🙂'.repeat(150)}`)
  })

  it('lets no value begin a line of its own', () => {
    const evil = 'x\r\nATTACH:http://evil.example\nBEGIN:VALARM\rEND:VEVENT\u000b\0";X=1:\\'
    const file = fileOf({
      uid: evil,
      summary: evil,
      description: evil,
      location: evil,
      url: evil,
      organizer: { name: evil, email: 'a@b.example' },
      attendee: { name: evil, email: 'c@d.example' },
    })
    expect(file).not.toMatch(/^(?:ATTACH|BEGIN:VALARM)/m)
    expect(file.match(/^END:VEVENT/gm)).toHaveLength(1)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u)
    for (const line of linesOf(file).filter((each) => /^(?:ATTENDEE|ORGANIZER)/.test(each))) expect(line.match(/"/g)).toHaveLength(2)
  })

  it('gives a nameless person their address for a name', () => {
    expect(linesOf(fileOf({ attendee: { name: ' ', email: 'a@b.example' } })).join()).toContain('CN="a@b.example"')
  })

  it('refuses an unknown zone', () => {
    expect(() => fileOf({ timeZone: 'Mars/Olympus' })).toThrow(RangeError)
  })
})
