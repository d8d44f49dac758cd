import { describe, expect, it } from 'vitest'
import type { AccessPlace, AccessRule } from './access-rules'
import { maskOf } from './pass-tasks'
import type { ScanRequirement } from './generated/gql/graphql'
import { decideEntry, type Decision, type EntryAsked, type GateSnapshot, type PassSnapshot } from './entry-decision'

const at = new Date('2026-03-01T10:00:00Z')
const later = (ms: number): Date => new Date(at.getTime() + ms)

const good: PassSnapshot = {
  siteId: 'here',
  status: 'ACTIVE',
  appointmentCanceled: false,
  isBlocked: false,
  validFrom: later(-60_000),
  validTo: later(60_000),
  entriesLimit: 1,
  entriesUsed: 0,
  outstanding: 0,
  visitorTypeId: null,
  passRuleIds: [],
  visitRuleIds: [],
}
const access: AccessPlace = { gateId: 'gate', zone: null, timeZone: 'Europe/Moscow', holidays: new Set(), rules: [] }
const gate: GateSnapshot = { siteId: 'here', identityCheck: false, access, changingCodes: 'OFF' }

/** Somebody who comes in from the street where nobody counts. */
const fromOutside: EntryAsked = {
  move: { kind: 'IN', from: null, to: null, adds: true },
  isInner: false,
  where: { isGroup: false, inside: 0, zones: {} },
  isRepeated: false,
  movedAt: null,
  checksIn: true,
  antiPassback: 'OFF',
  passbackMinutes: null,
  room: [],
  ruleUses: {},
}

const denied = (reason: Extract<Decision, { verdict: 'denied' }>['reason']): Decision => ({
  verdict: 'denied',
  reason,
  steps: expect.any(Array),
})
const admitted: Decision = { verdict: 'admitted', ruleId: null, steps: expect.any(Array) }
const missing = (...what: ScanRequirement[]): Decision => ({ verdict: 'incomplete', missing: what, steps: expect.any(Array) })
const incomplete = missing('CONFIRM_IDENTITY')

type Row = [situation: string, pass: Partial<PassSnapshot>, gate: Partial<GateSnapshot>, expected: Decision]

const table: Row[] = [
  ['a good pass', {}, {}, admitted],
  ['a pass without a limit, used often', { entriesLimit: null, entriesUsed: 40 }, {}, admitted],
  ['the last of several entries', { entriesLimit: 3, entriesUsed: 2 }, {}, admitted],
  ['no entry left', { entriesLimit: 3, entriesUsed: 3 }, {}, denied('ALREADY_USED')],
  ['a used pass', { status: 'USED', entriesUsed: 1 }, {}, denied('ALREADY_USED')],
  ['a used pass whose limit was raised', { status: 'USED', entriesLimit: 9, entriesUsed: 1 }, {}, denied('ALREADY_USED')],
  ['a withdrawn pass', { status: 'REVOKED' }, {}, denied('REVOKED')],
  ['a pass whose visitor is not to be admitted', { status: 'REVOKED', isBlocked: true }, {}, denied('BLOCKED')],
  ['a pass withdrawn with its visit', { status: 'REVOKED', appointmentCanceled: true }, {}, denied('APPOINTMENT_CANCELED')],
  ['a pass kept when its visit was called off', { appointmentCanceled: true }, {}, admitted],
  ['a pass set aside', { status: 'SUSPENDED' }, {}, denied('BLOCKED')],
  ['a pass that waits for approval', { status: 'PENDING_APPROVAL' }, {}, denied('PENDING_APPROVAL')],
  ['a pass marked as expired', { status: 'EXPIRED' }, {}, denied('EXPIRED')],
  ['a draft, which has no code yet', { status: 'DRAFT' }, {}, denied('UNKNOWN_CODE')],
  ['the first millisecond of the window', { validFrom: at }, {}, admitted],
  ['a millisecond too early', { validFrom: later(1) }, {}, denied('NOT_YET_VALID')],
  ['the last millisecond of the window', { validTo: later(1) }, {}, admitted],
  ['the end of the window', { validTo: at }, {}, denied('EXPIRED')],
  ['another site', {}, { siteId: 'there' }, denied('WRONG_GATE')],
  ['a gate that checks identity', {}, { identityCheck: true }, incomplete],
  ['a guest of whom something is outstanding', { outstanding: maskOf(['ESCORT', 'AGREEMENT']) }, {}, missing('AGREEMENT', 'ESCORT')],
  ['induction and answers, told of as one', { outstanding: maskOf(['INDUCTION', 'QUESTION']) }, {}, missing('QUESTION')],
  ['both', { outstanding: maskOf(['PHOTO']) }, { identityCheck: true }, missing('CONFIRM_IDENTITY', 'PHOTO')],
]

/** The first reason is the one that a steward needs first. */
const precedence: Row[] = [
  ['withdrawn before too late', { status: 'REVOKED', validTo: at }, {}, denied('REVOKED')],
  ['too late before the wrong site', { validTo: at }, { siteId: 'there' }, denied('EXPIRED')],
  ['the wrong site before too early', { validFrom: later(1) }, { siteId: 'there' }, denied('WRONG_GATE')],
  ['too early before used', { validFrom: later(1), entriesUsed: 1 }, {}, denied('NOT_YET_VALID')],
  ['used before the identity check', { entriesUsed: 1 }, { identityCheck: true }, denied('ALREADY_USED')],
]

describe('an entry', () => {
  it.each([...table, ...precedence])('%s', (_, pass, place, expected) => {
    expect(decideEntry({ ...good, ...pass }, { ...gate, ...place }, fromOutside, at, 'LIVE', [])).toEqual(expected)
  })

  it('is admitted once the identity was confirmed, and by nothing else', () => {
    const place = { ...gate, identityCheck: true }
    expect(decideEntry(good, place, fromOutside, at, 'LIVE', ['PHOTO', 'DOCUMENT'])).toEqual(incomplete)
    expect(decideEntry(good, place, fromOutside, at, 'LIVE', ['CONFIRM_IDENTITY'])).toEqual(admitted)
  })

  it('needs the newest code of the pass, and a withdrawn pass says so rather than that', () => {
    expect(decideEntry(good, gate, fromOutside, at, 'OLD', [])).toEqual(denied('STALE_CODE'))
    expect(decideEntry({ ...good, status: 'REVOKED' }, gate, fromOutside, at, 'OLD', [])).toEqual(denied('REVOKED'))
  })
})

describe('codes that change', () => {
  const word = (changingCodes: GateSnapshot['changingCodes'], shown: Shown, crossing = fromOutside, pass = good) => {
    const { verdict, steps, ...rest } = decideEntry(pass, { ...gate, changingCodes }, crossing, at, shown, [])
    return ['reason' in rest ? rest.reason : verdict, ...steps.map(({ said }) => said)].join(' ')
  }
  type Shown = Parameters<typeof decideEntry>[4]

  it.each<[GateSnapshot['changingCodes'], Shown, string]>([
    ['OFF', 'LIVE', 'admitted'],
    ['OFF', 'STILL', 'admitted'],
    ['OFF', 'PAST', 'admitted'],
    ['PREFERRED', 'LIVE', 'admitted LIVE'],
    ['PREFERRED', 'STILL', 'admitted STILL'],
    ['PREFERRED', 'PAST', 'STALE_CODE PAST'],
    ['PREFERRED', 'OLD', 'STALE_CODE'],
    ['REQUIRED', 'LIVE', 'admitted LIVE'],
    ['REQUIRED', 'STILL', 'STALE_CODE STILL'],
    ['REQUIRED', 'PAST', 'STALE_CODE PAST'],
    ['REQUIRED', 'OLD', 'STALE_CODE'],
    ['REQUIRED', 'NONE', 'admitted'],
  ])('%s, shown %s: %s', (policy, shown, expected) => {
    expect(word(policy, shown)).toBe(expected)
  })

  it('are asked of nobody who is inside already, nor by the rules of another site', () => {
    const within: EntryAsked = { ...fromOutside, move: { kind: 'WITHIN', from: null, to: 'zone', adds: false }, isInner: true }
    expect(word('REQUIRED', 'STILL', within)).toBe('admitted MOVES')
    expect(word('REQUIRED', 'STILL', fromOutside, { ...good, siteId: 'there' })).toBe('WRONG_GATE')
  })
})

describe('rules at a gate', () => {
  const always = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' as const }]
  const never = [{ weekdays: [], from: '00:00', to: '24:00', holidays: 'ONLY' as const }]
  const rule = (content: Partial<AccessRule>): AccessRule => ({
    id: 'rule',
    name: 'Rule',
    effect: 'ADMIT',
    gateIds: [],
    zoneIds: [],
    visitorTypeIds: [],
    windows: always,
    needsEscort: false,
    isAssigned: false,
    entriesLimit: null,
    entriesPer: 'PASS',
    ...content,
  })
  const decide = (rules: AccessRule[], pass: Partial<PassSnapshot> = {}, place: Partial<GateSnapshot> = {}) =>
    decideEntry({ ...good, ...pass }, { ...gate, ...place, access: { ...access, rules } }, fromOutside, at, 'LIVE', [])

  it('are asked after the pass itself and its place, and before its count', () => {
    const refusing = [rule({ effect: 'REFUSE' })]
    expect(decide(refusing, { status: 'REVOKED' })).toEqual(denied('REVOKED'))
    expect(decide(refusing, {}, { siteId: 'there' })).toEqual(denied('WRONG_GATE'))
    expect(decide(refusing, { entriesUsed: 1 })).toEqual(denied('RULE'))
    expect(decide([rule({ windows: never })], { entriesUsed: 1 })).toEqual(denied('OUTSIDE_WINDOW'))
    expect(decide([rule({})], { entriesUsed: 1 })).toEqual(denied('ALREADY_USED'))
    expect(decide([rule({ isAssigned: true, windows: never })])).toEqual(admitted)
    expect(decide([rule({ isAssigned: true, windows: never })], { visitRuleIds: ['rule'] })).toEqual(denied('OUTSIDE_WINDOW'))
  })

  it('may ask for an escort, once, whoever else asks for one', () => {
    const escorted = [rule({ needsEscort: true })]
    expect(decide(escorted)).toEqual(missing('ESCORT'))
    expect(decide(escorted, { outstanding: maskOf(['ESCORT', 'PHOTO']) })).toEqual(missing('PHOTO', 'ESCORT'))
  })

  it('leave what they said with the decision', () => {
    expect(decide([rule({ name: 'Nights', windows: never }), rule({ name: 'Days' })])).toMatchObject({
      verdict: 'admitted',
      steps: [
        { said: 'NOT_OPEN', name: 'Nights' },
        { said: 'ADMITS', name: 'Days' },
      ],
    })
  })
})

describe('whoever is inside already', () => {
  const inside = { where: { isGroup: false, inside: 1, zones: {} }, isRepeated: true, movedAt: later(-10 * 60_000) }
  const again: EntryAsked = { ...fromOutside, ...inside, move: { ...fromOutside.move, adds: false } }
  const several = { ...good, entriesLimit: null, entriesUsed: 1 }
  const decide = (crossing: Partial<EntryAsked>, pass: Partial<PassSnapshot> = several) =>
    decideEntry({ ...good, ...pass }, gate, { ...again, ...crossing }, at, 'LIVE', [])

  it.each<[string, Partial<EntryAsked>, Decision]>([
    ['comes in where nobody looks', {}, admitted],
    [
      'comes in where the steward is told',
      { antiPassback: 'SOFT' },
      { verdict: 'admitted', ruleId: null, steps: [{ said: 'ALREADY_INSIDE' }] },
    ],
    ['is kept out where it counts', { antiPassback: 'HARD' }, denied('CHECKOUT_REQUIRED')],
    ['is kept out until the time is up', { antiPassback: 'HARD', passbackMinutes: 11 }, denied('CHECKOUT_REQUIRED')],
    ['is let be when it is', { antiPassback: 'HARD', passbackMinutes: 10 }, { verdict: 'admitted', ruleId: null, steps: [] }],
  ])('%s', (_, crossing, expected) => {
    expect(decide(crossing)).toEqual(expected)
  })

  it('hears that the pass is used before that they are inside', () => {
    expect(decide({ antiPassback: 'HARD' }, { entriesUsed: 1 })).toEqual(denied('ALREADY_USED'))
  })

  const inner: Partial<EntryAsked> = {
    isInner: true,
    isRepeated: false,
    checksIn: false,
    move: { kind: 'WITHIN', from: null, to: 'lab', adds: false },
  }

  it('spends no entry at an inner gate, and is asked nothing there that was asked at the reception', () => {
    const pass = { ...good, status: 'USED' as const, entriesUsed: 1, outstanding: maskOf(['PHOTO']) }
    expect(decideEntry(pass, { ...gate, identityCheck: true }, { ...again, ...inner }, at, 'LIVE', [])).toEqual({
      verdict: 'admitted',
      ruleId: null,
      steps: [{ said: 'MOVES' }],
    })
  })

  it('at an inner gate must have been seen coming in where it counts', () => {
    const unseen: Partial<EntryAsked> = { ...inner, where: fromOutside.where, move: { ...fromOutside.move, to: 'lab' } }
    expect(decide({ ...unseen, antiPassback: 'HARD' })).toEqual(denied('RULE'))
    expect(decide({ ...unseen, antiPassback: 'SOFT' })).toMatchObject({ verdict: 'admitted', steps: [{ said: 'NOT_COME_IN' }] })
    expect(decide(unseen)).toEqual(admitted)
  })
})

describe('room', () => {
  const decide = (...left: number[]) =>
    decideEntry(good, gate, { ...fromOutside, room: left.map((each, index) => ({ name: `Zone ${index}`, left: each })) }, at, 'LIVE', [])

  it('is asked of everything that is entered, and the first that is full decides', () => {
    expect(decide(1, 3)).toMatchObject({ verdict: 'admitted', steps: [{ said: 'HAS_ROOM' }, { said: 'HAS_ROOM' }] })
    expect(decide(2, 0)).toEqual({
      ...denied('CAPACITY_REACHED'),
      steps: [
        { said: 'HAS_ROOM', name: 'Zone 0' },
        { said: 'FULL', name: 'Zone 1' },
      ],
    })
    expect(decide(-1)).toEqual(denied('CAPACITY_REACHED'))
  })
})
