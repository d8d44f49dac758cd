import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequestFailure } from '~/composables/graphql-request'
import { mostTries } from '../pinned/pin-lock'
import { BegunCalls, beginCall } from './begun-calls'
import type { KeptName } from './names-documents'
import { NamesKeeper, type NamesShown } from './names-keeper'
import { NamesStore } from './names-store'

const site = { id: 'site', name: 'Headquarters', timeZone: 'Europe/Berlin' }
const guest = (name: string, more: Partial<KeptName> = {}): KeptName => ({
  visitPassId: btoa('VisitPass:0193'),
  name,
  company: null,
  host: 'Heidi Host',
  hostPhone: null,
  room: null,
  startsAt: '2026-01-01T10:00:00Z',
  endsAt: '2026-01-01T11:00:00Z',
  status: 'ACTIVE',
  insideSince: null,
  places: [],
  leftUnseen: [],
  ...more,
})
const canary = guest('Quintessa Canary')

let name = 0
const opened = () => NamesStore.open(`gc-names-${++name}`)
const again = () => NamesStore.open(`gc-names-${name}`)
const kept = async (graceMinutes = 240) => {
  const store = await opened()
  await store.choose('246810')
  await store.keep(site, [canary], graceMinutes)
  return store
}

/** Everything that the database holds, as text: bytes one by one, keys as what they give away. */
async function raw(): Promise<string> {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open(`gc-names-${name}`)
    asked.addEventListener('success', () => done(asked.result))
  })
  const parts: string[] = []
  for (const store of db.objectStoreNames) {
    const values = await new Promise<unknown[]>((done) => {
      const asked = db.transaction(store).objectStore(store).getAll()
      asked.addEventListener('success', () => done(asked.result))
    })
    const seen = (_: string, value: unknown) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value
    parts.push(`${store}:${JSON.stringify(values, seen)}`)
  }
  db.close()
  return parts.join('\n')
}

afterEach(() => vi.useRealTimers())

describe('names that a device keeps', () => {
  it('open by the PIN alone, and lie there in no words that can be read', async () => {
    const store = await kept()
    expect(await store.names('site')).toEqual([canary])
    store.close()
    const stored = await raw()
    expect(stored).toContain('Headquarters')
    expect(stored).not.toMatch(/Quintessa|Canary|Heidi|246810/)
    const later = await again()
    expect(await later.state()).toBe('LOCKED')
    expect(await later.names('site')).toBeNull()
    expect(await later.unlock('111111')).toBe(mostTries - 1)
    expect(await later.unlock('246810')).toBeNull()
    expect(await later.names('site')).toEqual([canary])
  })

  it('keep up while they are locked', async () => {
    ;(await kept()).close()
    const later = await again()
    await later.keep(site, [canary, guest('Another One')], 240)
    expect(await later.unlock('246810')).toBeNull()
    expect(await later.names('site')).toHaveLength(2)
  })

  it('are wiped after ten wrong PINs, also when the page is opened anew between them; then nothing new is kept', async () => {
    ;(await kept()).close()
    for (let left = mostTries - 1; left >= 0; left--) expect(await (await again()).unlock('111111')).toBe(left)
    const wiped = await again()
    expect(await wiped.state()).toBe('NONE')
    await wiped.keep(site, [canary], 240)
    expect(await wiped.sets()).toEqual([])
  }, 30_000)

  it('go when the grace is over, whatever the clock is put back to afterwards, and are not kept without one', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
    const store = await kept(60)
    vi.setSystemTime(1_800_000_000_000 + 59 * 60_000)
    expect(await store.names('site')).toHaveLength(1)
    vi.setSystemTime(1_800_000_000_000 + 60 * 60_000)
    expect(await store.names('site')).toBeNull()
    expect(await raw()).toContain('sets:[]')
    const put = await kept(60)
    vi.setSystemTime(1_800_000_000_000 + 90 * 60_000)
    vi.setSystemTime(1_800_000_000_000 - 3_600_000)
    expect(await put.names('site')).toBeNull()
    vi.setSystemTime(1_800_000_000_000 + 60 * 60_000)
    const none = await kept(0)
    expect(await none.sets()).toEqual([])
  })
})

describe('what keeps the names of a device', () => {
  const keeper = async (bring: ConstructorParameters<typeof NamesKeeper>[2]) => {
    const show = vi.fn<(shown: NamesShown) => void>()
    const store = await kept()
    const calls = await BegunCalls.open(`gc-begun-${name}`)
    return { show, store, made: new NamesKeeper(store, calls, bring, () => site, show) }
  }

  it('wipes them once the server says that the reader may see none, and forgets a site where they let nobody in', async () => {
    const refused = await keeper(() => Promise.reject(new RequestFailure('', { code: 'UNAUTHENTICATED' })))
    await refused.made.round(true)
    expect(await refused.store.state()).toBe('NONE')
    const gone = await keeper(() => Promise.resolve(null))
    await gone.made.round(true)
    expect(await gone.store.sets()).toEqual([])
    expect(await gone.store.state()).toBe('OPEN')
  })

  it('keeps them while nobody answers, and says so', async () => {
    const { made, show } = await keeper(() => Promise.reject(new RequestFailure('', { code: 'OFFLINE' })))
    await made.round(true)
    expect(show).toHaveBeenLastCalledWith(expect.objectContaining({ isCut: true, vault: 'OPEN', names: new Map([['site', [canary]]]) }))
  })

  it('begins a roll call of everybody inside, each of a group, and names nobody in what is not sealed', () => {
    const group = guest('Canary Choir', { places: ['Hall', ''], insideSince: '2026-01-01T10:05:00Z' })
    const { call, view } = beginCall(site, 'EVACUATION', [canary, group], 'Mara Marshal')
    expect(call.people.map(({ key }) => key)).toEqual(['0193.1', '0193.2'])
    expect(view.people.map((person) => [person.name, person.zone, person.ordinal, person.of])).toEqual([
      ['Canary Choir', 'Hall', 1, 2],
      ['Canary Choir', '', 2, 2],
    ])
    expect(JSON.stringify(call)).not.toMatch(/Canary|Mara/)
  })
})
