import { describe, expect, it } from 'vitest'
import { problemsOfServer } from '~/composables/field-problems'
import { parseDraft } from './invite-check'
import { newDraft, type InviteDraft } from './invite-draft'
import { differsFromOwnClock } from './own-clock'
import { slotFrom } from './useCalendar'

const beginning = { slot: slotFrom({ day: '2026-11-17', time: '10:00' }), siteId: 'site', hostId: null, locale: 'EN' as const }
const conditions = { timeZone: 'Europe/Moscow', idempotencyKey: 'key', needsHost: false, now: Date.parse('2026-11-16T00:00Z') }
const draft = (typed: Partial<InviteDraft> = {}): InviteDraft => ({ ...newDraft(beginning), name: 'Anna', ...typed })
const problemsOf = (typed: Partial<InviteDraft>, more = {}) => parseDraft(draft(typed), { ...conditions, ...more }).problems

describe('parseDraft', () => {
  it('reads the wall clock in the zone of the site', () => {
    const { input } = parseDraft(draft({ email: ' anna@example.com ', title: '' }), conditions)
    expect(input).toMatchObject({
      startsAt: '2026-11-17T07:00:00.000Z',
      endsAt: '2026-11-17T07:30:00.000Z',
      title: null,
      idempotencyKey: 'key',
    })
    expect(input?.visitor).toMatchObject({ name: 'Anna', email: 'anna@example.com', phone: null })
  })

  it('takes an end on another day', () => {
    expect(parseDraft(draft({ endDay: '2026-11-19', end: '09:00' }), conditions).input?.endsAt).toBe('2026-11-19T06:00:00.000Z')
  })

  it.each([
    ['visitor.name', 'errors.visitorNameRequired', { name: ' ' }],
    ['visitor.email', 'errors.emailInvalid', { email: 'anna@' }],
    ['visitor.phone', 'errors.phoneInvalid', { phone: 'call me' }],
    ['siteId', 'errors.siteRequired', { siteId: '' }],
    ['startsAt', 'errors.instantInvalid', { start: '' }],
    ['endsAt', 'errors.instantInvalid', { end: '' }],
    ['endsAt', 'errors.endsBeforeStarts', { end: '09:00' }],
    ['endsAt', 'errors.visitTooLong', { endDay: '2026-12-17' }],
  ])('says of %s %s', (path, key, typed) => {
    expect(problemsOf(typed)?.[path]).toMatchObject({ key })
  })

  it('tells the bound of a text that is too long', () => {
    expect(problemsOf({ title: 'x'.repeat(201) })?.title).toMatchObject({ key: 'errors.tooLong', values: { maximum: 200 } })
  })

  it('tells everything at once', () => {
    expect(Object.keys(problemsOf({ name: '', email: 'x', end: '' }) ?? {}).sort()).toEqual(['endsAt', 'visitor.email', 'visitor.name'])
  })

  it('refuses the past and asks for the host', () => {
    expect(problemsOf({}, { now: Date.parse('2026-11-18T00:00Z') })?.endsAt).toMatchObject({ key: 'errors.visitInThePast' })
    expect(problemsOf({}, { needsHost: true })?.hostId).toMatchObject({ key: 'errors.hostRequired' })
    expect(problemsOf({ hostId: 'h' }, { needsHost: true })).toBeUndefined()
  })
})

it('finds the field of a problem that the server reports', () => {
  expect(problemsOfServer([{ path: ['input', 'visitor', 'phone'], message: 'Check it' }])).toEqual({
    'visitor.phone': { text: 'Check it' },
  })
})

it('compares the clocks of two zones', () => {
  const at = new Date('2026-11-17T07:00Z')
  expect(differsFromOwnClock(at, 'Europe/Moscow', 'Europe/Berlin')).toBe(true)
  expect(differsFromOwnClock(at, 'Europe/Moscow', 'Europe/Minsk')).toBe(false)
})
