import { expect, it } from 'vitest'
import type { CalendarVisit } from './host-documents'
import { GridCard } from './useGridCards'

const pass = {
  status: 'ACTIVE',
  groupSize: null,
  presence: 'EXPECTED',
  reply: null,
  lateMinutes: null,
  hereAt: null,
  inviteStatus: 'SENT',
  visitor: { name: 'Anna Petrova', company: null },
} as const

const visit: CalendarVisit = {
  id: 'visit',
  title: 'Interview',
  version: 0,
  startsAt: '2026-12-01T07:00:00.000Z',
  endsAt: '2026-12-01T08:00:00.000Z',
  status: 'SCHEDULED',
  host: { id: 'host', name: 'Boris' },
  coHosts: [],
  room: { id: 'room', name: 'Fir' },
  series: null,
  visitPasses: { edges: [{ node: pass }] },
}
const wording = { zone: 'Europe/Moscow', noGuest: 'Nobody', states: new Map([['sent', 'Invited']]), base: '/host?week=2026-W49' }
const card = (changes: Partial<CalendarVisit> = {}, state: GridCard['state'] = 'sent', mayMove = true) =>
  new GridCard({ ...visit, ...changes }, state, mayMove, wording)

it('says who comes when, by the clock of the site', () => {
  expect(card().words).toBe('10:00–11:00 · Anna Petrova · Invited · Fir · Interview')
  expect(card().href).toBe('/host?week=2026-W49&visit=visit')
  expect(card({ visitPasses: { edges: [] } }).name).toBe('Nobody')
})

it('is the same card as long as it says the same', () => {
  expect(card().isAs(card({ version: 1 }))).toBe(true)
})

it.each([
  ['its day', card({ startsAt: '2026-12-02T07:00:00.000Z', endsAt: '2026-12-02T08:00:00.000Z' })],
  ['its first day', card({ startsAt: '2026-11-30T07:00:00.000Z' })],
  ['its end', card({ endsAt: '2026-12-01T08:30:00.000Z' })],
  ['its title', card({ title: 'Other' })],
  ['its room', card({ room: null })],
  ['its guest', card({ visitPasses: { edges: [{ node: { ...pass, visitor: { name: 'Vera', company: null } } }] } })],
  ['its state', card({}, 'inside')],
  ['who may move it', card({}, 'sent', false)],
])('is another card when %s is another', (_, other) => {
  expect(card().isAs(other)).toBe(false)
})
