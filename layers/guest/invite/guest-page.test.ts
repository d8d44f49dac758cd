import { describe, expect, it } from 'vitest'
import type { InvitePage } from '#shared/invite'
import { guestPage, type GuestRequest } from './guest-page'
import { stepTexts } from '../steps/step-texts'
import { inviteTexts } from './invite-texts'

const invite: InvitePage = {
  visitorName: 'Анна',
  locale: 'RU',
  title: null,
  message: 'До встречи',
  canceled: false,
  startsAt: new Date('2026-11-12T20:30Z'),
  endsAt: new Date('2026-11-12T21:30Z'),
  timeZone: 'Asia/Tokyo',
  hostName: 'Ivan',
  roomName: null,
  site: {
    name: 'Tokyo office',
    address: 'Marunouchi 1 & 2',
    mapUrl: null,
    directions: ' Gate 3 \r\n\nlift B ',
    parking: 'Во дворе',
    entrance: null,
    whatToBring: null,
    directionsOther: null,
    parkingOther: 'In the yard',
    entranceOther: null,
    whatToBringOther: null,
  },
  siteLocale: 'RU',
  organization: { name: 'Acme', primaryColor: 'red;}*{display:none', logoUrl: null },
  status: 'ACTIVE',
  presence: 'EXPECTED',
  code: 'GC1:ABC',
  live: null,
  wallets: [],
  shortCode: 'ABCDE12345',
  waitingText: null,
  validFrom: new Date('2026-11-12T20:00Z'),
  validTo: new Date('2026-11-12T22:00Z'),
  group: null,
  proof: null,
  answer: null,
  steps: [],
  keepUntil: new Date('2026-11-12T22:00Z'),
}
const page = (given: Partial<InvitePage> = {}, request: Partial<GuestRequest> = {}) =>
  guestPage({
    answer: { kind: 'opened', invite: { ...invite, ...given } },
    token: 'T',
    chosen: undefined,
    accepted: 'en',
    now: new Date('2026-11-12T16:00Z'),
    ...request,
  })
const view = (given: Partial<InvitePage> = {}, request: Partial<GuestRequest> = {}) => page(given, request).view!

describe('language', () => {
  it('is that of the address, else of the invite, else of the browser', () => {
    expect(page().language).toBe('ru')
    expect(page({}, { chosen: 'en' }).language).toBe('en')
    expect(page({}, { chosen: 'xx' }).language).toBe('ru')
    expect(page({}, { chosen: ['en', 'ru'] }).language).toBe('ru')
    expect(page({}, { answer: { kind: 'unknown' } }).language).toBe('en')
  })
})

describe('title', () => {
  it('names the organization and no person', () => {
    expect(page().title).toBe('Пропуск гостя · Acme')
    expect(page({}, { chosen: 'en' }).title).toBe('Visitor pass · Acme')
  })

  it('keeps braces in the name of an organization', () => {
    expect(page({ organization: { name: '{to} $& Ltd', primaryColor: '#000000', logoUrl: null } }).title).toBe(
      'Пропуск гостя · {to} $& Ltd',
    )
  })
})

describe('an opened invite', () => {
  it('is told by the clock of the place', () => {
    // 01:00 on the 13th in Tokyo, where the visit is at 05:30 of the same day.
    expect(view({}, { chosen: 'en' })).toMatchObject({
      relative: 'Today',
      when: { date: 'Friday, 13 November 2026', time: '05:30–06:30' },
      notice: { title: 'Entry from 05:00' },
    })
    expect(view({}, { now: new Date('2026-11-12T14:00Z') }).relative).toBe('Завтра')
    expect(view({}, { now: new Date('2026-11-11T14:00Z') }).relative).toBeNull()
  })

  it('shows the code only while it opens a door', () => {
    expect(view()).toMatchObject({ code: 'GC1:ABC', shortCode: 'ABCDE-12345' })
    expect(view({ status: 'SUSPENDED' })).toMatchObject({ code: null, shortCode: null, ahead: false, message: null })
    expect(view({ canceled: true, status: 'REVOKED' }).code).toBeNull()
    expect(view({ canceled: true }).code).toBe('GC1:ABC')
    expect(view({ status: 'USED', presence: 'INSIDE' }).code).toBe('GC1:ABC')
    expect(view({}, { now: new Date('2026-11-13T00:00Z') }).code).toBeNull()
  })

  it('lets nothing but a colour into the style', () => {
    expect(view().brand).toMatch(/^--brand:#[0-9a-f]{6};--on-brand:#(ffffff|000000)$/)
  })

  it('is kept on the phone while it has a code to show, where the link alone shows everything', () => {
    expect(view().keepUntil).toBe('2026-11-12T22:00:00.000Z')
    expect(view({ keepUntil: null }).keepUntil).toBeUndefined()
    expect(view({ status: 'REVOKED' }).keepUntil).toBeUndefined()
  })

  it('splits directions into lines and looks the address up', () => {
    expect(view().directions).toEqual(['Gate 3', 'lift B'])
    expect(view().bring).toEqual([])
    expect(view().parking).toEqual(['Во дворе'])
    expect(view({}, { chosen: 'en' })).toMatchObject({ parking: ['In the yard'], directions: ['Gate 3', 'lift B'] })
    expect(view({ site: { ...invite.site, mapUrl: 'https://maps.example/x' } }).place.mapUrl).toBe('https://maps.example/x')
    expect(view().place.mapUrl).toMatch(/^https:\/\/.*Marunouchi%201%20%26%202$/)
  })
})

describe('a guest who has to show who they are', () => {
  const proof = { access: 'closed', form: 'F', key: null, problem: null } as const

  it('is asked in place of the code, and told what went wrong', () => {
    const asked = view({ code: null, shortCode: null, proof: { ...proof, problem: 'wrong' } }, { chosen: 'en' })
    expect(asked).toMatchObject({ code: null, shortCode: null, proof: { access: 'closed', problem: inviteTexts.en.proof.problems.wrong } })
    expect(asked.notice.title).toBe(inviteTexts.en.proof.title)
  })

  it('is asked for nothing once the visit is off', () => {
    expect(view({ canceled: true, code: null, proof: null }).proof).toBeNull()
  })
})

describe('what a guest does before they come', () => {
  const reply = { step: 'reply', state: 'todo', href: '#answer' } as const

  it('is a list from two steps on, each with its words and its page in the language of the page', () => {
    expect(view({ steps: [reply] }).steps).toEqual([])
    const name = { ru: '', en: 'Rules' }
    const steps = view({ steps: [reply, { ...reply, name, state: 'done', href: 'page' }] }, { chosen: 'en' }).steps
    expect(steps).toEqual([
      { title: inviteTexts.en.steps.reply, state: 'todo', href: '#answer' },
      { title: inviteTexts.en.steps.reply, state: 'done', href: '/i/T/page?lang=en' },
    ])
  })
})

describe('no invite', () => {
  it('is an unknown link, or the id under which the log tells why', () => {
    expect(page({}, { answer: { kind: 'unknown' } })).toMatchObject({ view: null, traceId: null, title: inviteTexts.en.unknown.title })
    expect(page({}, { answer: { kind: 'unavailable', traceId: 'abc' } })).toMatchObject({
      view: null,
      traceId: 'abc',
      title: inviteTexts.en.unavailable.title,
    })
  })
})

describe('texts', () => {
  const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves))

  it.each(['ru', 'en'] as const)('in %s need no more of the message format than values', (language) => {
    const names = 'organization|zone|from|to|id|minutes|name|version|time|count|step|where|receipt|at|contact|host|reason'
    for (const text of leaves([inviteTexts[language], stepTexts[language]]))
      expect(text).not.toMatch(new RegExp(`[|@]|\\{(?!\\w+\\})|\\{(?!(${names})\\})\\w`))
  })
})

describe('a pass that waits for a decision', () => {
  const waiting = { status: 'PENDING_APPROVAL', code: null, shortCode: null, waitingText: 'We call you tomorrow' } as const

  it('says what the organization says of it, else the usual words', () => {
    expect(view(waiting).notice.text).toBe('We call you tomorrow')
    expect(view({ ...waiting, waitingText: null }).notice.text).toBe(inviteTexts.ru.states.awaiting.text)
    expect(view({ ...waiting, status: 'ACTIVE' }).notice.text).not.toContain('We call you')
  })
})

describe('a code that changes', () => {
  const live = { lasting: 'GC1:ABC', key: 'a2V5', at: new Date('2026-11-12T16:00:04Z').getTime() }

  it('has the page asked for again when the next begins, where it is shown large too', () => {
    expect(page({ live }).refresh).toBe('12')
    const large = (step: number) => `/i/T?lang=ru&large=${Math.floor(live.at / 15_000) + step}#qr`
    expect(page({ live }, { large: '1' }).refresh).toBe(`12;url=${large(1)}`)
    expect(view({ live }).large).toEqual({ open: large(0), close: '/i/T?lang=ru', next: large(1) })
    expect(page({}, { large: '1' }).refresh).toBeUndefined()
    expect(view().large).toMatchObject({ open: '#qr', close: '#top' })
  })

  it('is made by nothing that the page tells who sees no code', () => {
    const asked = { live, proof: { access: 'closed' as const, form: 'f', key: null, problem: null }, code: null }
    expect(page(asked)).toMatchObject({ view: { live: null, code: null, wallets: [] } })
    expect(page(asked).refresh).toBeUndefined()
    expect(view({ live, status: 'REVOKED' })).toMatchObject({ live: null, wallets: [] })
  })

  it('offers the wallets that may keep the pass', () => {
    expect(view({ wallets: ['apple', 'google'] }).wallets).toEqual([
      { title: inviteTexts.ru.wallets.apple, href: '/i/T/pass.pkpass?lang=ru' },
      { title: inviteTexts.ru.wallets.google, href: '/i/T/google-wallet?lang=ru' },
    ])
  })
})
