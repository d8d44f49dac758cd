import { describe, expect, it } from 'vitest'
import {
  askRules as asked,
  isWindowOpen,
  type AccessPlace,
  type AccessRule,
  type AccessWindow,
  type RuleSubject,
  type RuleUses,
} from './access-rules'
import { dice } from '../tests/setup/repeatable'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const zones = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham']

/** Rolls, and what they choose of a list. */
function choices(seed: number) {
  const roll = dice(seed)
  const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T
  return { roll, one, some: <T>(list: readonly T[]) => list.filter(() => roll(2) === 0) }
}

const two = (number: number): string => String(number).padStart(2, '0')
const window = (from: string, to: string, more: Partial<AccessWindow> = {}): AccessWindow => ({
  weekdays,
  from,
  to,
  holidays: 'AS_USUAL',
  ...more,
})
const place = (more: Partial<AccessPlace> = {}): AccessPlace => ({
  gateId: 'gate',
  zone: null,
  timeZone: 'Europe/Berlin',
  holidays: new Set(),
  rules: [],
  ...more,
})
const rule = (content: Partial<AccessRule>): AccessRule => ({
  id: 'rule',
  name: 'Rule',
  effect: 'ADMIT',
  gateIds: [],
  zoneIds: [],
  visitorTypeIds: [],
  windows: [window('00:00', '24:00')],
  needsEscort: false,
  isAssigned: false,
  entriesLimit: null,
  entriesPer: 'PASS',
  ...content,
})
const guestOf = (visitorTypeId: string | null, more: Partial<RuleSubject> = {}): RuleSubject => ({
  visitorTypeId,
  passRuleIds: [],
  visitRuleIds: [],
  ...more,
})
const askRules = (where: AccessPlace, guest: string | null | RuleSubject, at: Date, uses: RuleUses = {}) =>
  asked(where, typeof guest === 'object' && guest !== null ? guest : guestOf(guest), uses, at)

/** Minutes since Monday 00:00 of what a clock in the zone reads, by the formatter alone. */
function weekMinute(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return (
    ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') * 1_440 + Number(parts.hour) * 60 + Number(parts.minute)
  )
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

describe('a window', () => {
  it('is open in exactly the minutes of the week that it covers, at 60,000 moments around clock changes of six zones', () => {
    const { roll, one, some } = choices(20_261_130)
    // Around these days clocks change somewhere among the zones.
    const days = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-09-27', '2026-10-04', '2026-10-25', '2026-11-01', '2026-12-31']
    const wrong: unknown[] = []
    for (let round = 0; round < 60_000; round++) {
      const timeZone = one(zones)
      const from = `${two(roll(24))}:${two(roll(60))}`
      const to = roll(8) === 0 ? '24:00' : `${two(roll(24))}:${two(roll(60))}`
      const asked = window(from, to, { weekdays: some(weekdays) })
      const at = new Date(Date.parse(`${one(days)}T00:00Z`) + (roll(2 * 2_880) - 1_440) * 60_000)
      const reads = weekMinute(at, timeZone)
      const length = minutes(to) > minutes(from) ? minutes(to) - minutes(from) : minutes(to) + 1_440 - minutes(from)
      const covered = asked.weekdays.some((weekday) => {
        const begins = (weekday - 1) * 1_440 + minutes(from)
        return (reads - begins + 10_080) % 10_080 < length
      })
      if (isWindowOpen(asked, at, { timeZone, holidays: new Set() }) !== covered) wrong.push({ asked, at, timeZone, covered })
    }
    expect(wrong).toEqual([])
  })

  it('of an hour that the clock skips does not open, of one that comes twice opens twice', () => {
    const open = (at: string) => isWindowOpen(window('02:00', '03:00'), new Date(at), place())
    expect(['2026-03-29T00:59Z', '2026-03-29T01:00Z', '2026-03-29T01:59Z'].map(open)).toEqual([false, false, false])
    expect(['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'].map(open)).toEqual([true, true, false])
  })

  it('over midnight is of the day on which it begins, on holidays too', () => {
    const holidays = new Set(['2026-12-31'])
    const night = (more: Partial<AccessWindow>) => window('22:00', '06:00', { weekdays: [4], ...more })
    const at = (moment: string, asked: AccessWindow) => isWindowOpen(asked, new Date(moment), place({ holidays }))
    // The last day of 2026 is a Thursday.
    expect(at('2027-01-01T03:00+01:00', night({}))).toBe(true)
    expect(at('2026-12-31T03:00+01:00', night({}))).toBe(false)
    expect(at('2027-01-01T03:00+01:00', night({ holidays: 'CLOSED' }))).toBe(false)
    expect(at('2027-01-01T03:00+01:00', night({ weekdays: [], holidays: 'ONLY' }))).toBe(true)
    expect(at('2026-12-30T23:00+01:00', night({ weekdays, holidays: 'ONLY' }))).toBe(false)
  })
})

const noon = new Date('2026-12-01T12:00+01:00')
const shut = [window('03:00', '04:00')]

describe('rules', () => {
  it('let in where there are none, but for a restricted zone', () => {
    expect(askRules(place(), null, noon)).toMatchObject({ reason: null, steps: [] })
    const vault = { id: 'vault', name: 'Vault', isRestricted: true }
    expect(askRules(place({ zone: vault }), null, noon)).toMatchObject({ reason: 'RULE', steps: [{ said: 'RESTRICTED', name: 'Vault' }] })
    expect(askRules(place({ zone: vault, rules: [rule({ zoneIds: ['vault'] })] }), null, noon).reason).toBeNull()
    expect(askRules(place({ zone: vault, rules: [rule({ visitorTypeIds: ['courier'] })] }), 'guest', noon).reason).toBe('RULE')
  })

  it('that refuse go before those that let in, whatever their order', () => {
    const [admits, refuses] = [rule({}), rule({ effect: 'REFUSE', name: 'Closed' })]
    for (const rules of [
      [admits, refuses],
      [refuses, admits],
    ]) {
      expect(askRules(place({ rules }), null, noon)).toMatchObject({ reason: 'RULE', steps: [{ said: 'REFUSES', name: 'Closed' }] })
    }
  })

  it('that let in do so by the first that is open, and what it asks for is asked', () => {
    const rules = [rule({ name: 'Night', windows: shut }), rule({ name: 'Escorted', needsEscort: true }), rule({ name: 'Free' })]
    expect(askRules(place({ rules }), null, noon)).toMatchObject({ reason: null, needsEscort: true })
    expect(askRules(place({ rules: rules.toReversed() }), null, noon)).toMatchObject({ reason: null, needsEscort: false })
    expect(askRules(place({ rules: rules.slice(0, 1) }), null, noon)).toMatchObject({
      reason: 'OUTSIDE_WINDOW',
      steps: [{}, { said: 'NONE_OPEN' }],
    })
  })

  it('that are assigned hold for those passes and visits alone, and are asked before all others', () => {
    const mine = guestOf(null, { passRuleIds: ['mine'], visitRuleIds: ['ours'] })
    const rules = [
      rule({ id: 'all', name: 'All', needsEscort: true }),
      rule({ id: 'ours', name: 'Ours', isAssigned: true }),
      rule({ id: 'mine', name: 'Mine', isAssigned: true }),
      rule({ id: 'theirs', name: 'Theirs', isAssigned: true }),
    ]
    expect(askRules(place({ rules }), null, noon)).toMatchObject({ ruleId: 'all', needsEscort: true, steps: [{ name: 'All' }] })
    expect(askRules(place({ rules }), mine, noon)).toMatchObject({ ruleId: 'mine', needsEscort: false, steps: [{ name: 'Mine' }] })
    const closed = rules.map((each) => (each.id === 'mine' ? { ...each, windows: shut } : each))
    expect(askRules(place({ rules: closed }), mine, noon)).toMatchObject({ ruleId: 'ours', steps: [{ name: 'Mine' }, { name: 'Ours' }] })
    const barred = [...rules, rule({ id: 'barred', effect: 'REFUSE', isAssigned: true })]
    expect(askRules(place({ rules: barred }), mine, noon).reason).toBeNull()
    expect(askRules(place({ rules: barred }), guestOf(null, { visitRuleIds: ['barred'] }), noon).reason).toBe('RULE')
    const vault = { id: 'vault', name: 'Vault', isRestricted: true }
    expect(askRules(place({ rules: [rules[2]!], zone: vault }), null, noon).reason).toBe('RULE')
    expect(askRules(place({ rules: [rules[2]!], zone: vault }), mine, noon).reason).toBeNull()
  })

  it('that count let in as often as they say, in the whole pass or on a day of the site, and then leave it to the next', () => {
    const daily = rule({ id: 'daily', name: 'Daily', entriesLimit: 2, entriesPer: 'DAY' })
    const once = rule({ id: 'once', name: 'Once', entriesLimit: 3 })
    const used = (uses: RuleUses, ...rules: AccessRule[]) => askRules(place({ rules }), null, noon, uses)
    expect(used({ daily: { '2026-12-01': 1, '2026-11-30': 9 } }, daily)).toMatchObject({ reason: null, ruleId: 'daily' })
    expect(used({ daily: { '2026-12-01': 2 } }, daily)).toMatchObject({ reason: 'ALREADY_USED', ruleId: null })
    expect(used({ once: { '2026-12-01': 1, '2026-11-30': 1 } }, once).reason).toBeNull()
    expect(used({ once: { '2026-12-01': 1, '2026-11-30': 2 } }, once)).toEqual({
      reason: 'ALREADY_USED',
      needsEscort: false,
      ruleId: null,
      steps: [{ said: 'USED_UP', name: 'Once' }, { said: 'NONE_OPEN' }],
    })
    expect(used({ once: { '2026-12-01': 3 } }, once, rule({ id: 'more', needsEscort: true }))).toMatchObject({
      ruleId: 'more',
      needsEscort: true,
    })
    const late = new Date('2026-12-01T23:30+01:00')
    const nextDay = new Date('2026-12-02T00:00+01:00')
    const at = (moment: Date) => askRules(place({ rules: [daily] }), null, moment, { daily: { '2026-12-01': 2 } }).reason
    expect([at(late), at(nextDay)]).toEqual(['ALREADY_USED', null])
  })

  it('hold at their gates, in their zones and for their guests alone', () => {
    const zone = { id: 'hall', name: 'Hall', isRestricted: false }
    const refuses = (content: Partial<AccessRule>, guest: string | null = null) =>
      askRules(place({ zone, rules: [rule({ effect: 'REFUSE', ...content })] }), guest, noon).reason === 'RULE'
    expect(
      [{ gateIds: ['gate'] }, { gateIds: ['other'] }, { zoneIds: ['hall'] }, { zoneIds: ['other'] }].map((content) => refuses(content)),
    ).toEqual([true, false, true, false])
    expect(refuses({ gateIds: ['other'], zoneIds: ['hall'] })).toBe(true)
    expect([
      refuses({ visitorTypeIds: ['courier'] }, 'courier'),
      refuses({ visitorTypeIds: ['courier'] }, 'guest'),
      refuses({ visitorTypeIds: ['courier'] }),
    ]).toEqual([true, false, false])
  })

  it('whatever they are: one more that refuses lets nobody in, and the order of those that refuse matters to nobody (20,000 times)', () => {
    const { roll, one, some } = choices(7)
    const zone = { id: 'zone', name: 'Zone', isRestricted: false }
    const make = (effect: AccessRule['effect']): AccessRule =>
      rule({
        effect,
        gateIds: some(['gate', 'other']),
        zoneIds: some(['zone', 'elsewhere']),
        visitorTypeIds: some(['a', 'b']),
        windows: [window(`${two(roll(24))}:00`, `${two(roll(24))}:30`)],
        needsEscort: roll(2) === 0,
      })
    for (let round = 0; round < 20_000; round++) {
      const rules = Array.from({ length: roll(6) }, () => make(one(['ADMIT', 'REFUSE'])))
      const at = new Date(noon.getTime() + roll(7 * 1_440) * 60_000)
      const here = place({ zone: { ...zone, isRestricted: roll(2) === 0 } })
      const guest = one(['a', 'b', null])
      const before = askRules({ ...here, rules }, guest, at).reason
      const more = [...rules]
      more.splice(roll(rules.length + 1), 0, make('REFUSE'))
      const after = askRules({ ...here, rules: more }, guest, at).reason
      if (before !== null) expect(after).not.toBeNull()
      const sorted = rules.toSorted((first, second) => second.effect.localeCompare(first.effect))
      expect(askRules({ ...here, rules: sorted }, guest, at).reason).toBe(before)
    }
  })
})
