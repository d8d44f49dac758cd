import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mostTries } from '../pinned/pin-lock'
import { RollCallStore } from './roll-call-store'
import type { RollCallView } from './roll-call-view'

const view = {
  id: 'x',
  kind: 'DRILL',
  startedAt: '2026-01-01T10:00:00Z',
  startedBy: '',
  endedAt: null,
  endedBy: '',
  version: '1',
  site: { id: 's', name: 'Headquarters', timeZone: 'Europe/Berlin' },
  people: [],
  entries: [],
} satisfies RollCallView

let name = 0
const opened = () => RollCallStore.open(`roll-call-${++name}`)
const again = () => RollCallStore.open(`roll-call-${name}`)
const waiting = (id: string) => ({ id, personKey: 'p', state: 'SAFE' as const, assemblyPoint: 'A', text: 'By the tree', at: 1 })

afterEach(() => vi.useRealTimers())

describe('what a device keeps of a roll call', () => {
  it('keeps no list before a PIN was chosen, and opens it by that PIN alone', async () => {
    const store = await opened()
    expect(await store.keep(view, Date.now())).toBe(false)
    await store.choose('246810')
    expect(await store.keep(view, Date.now())).toBe(true)
    store.close()
    const later = await again()
    expect(await later.state()).toBe('LOCKED')
    expect(await later.copy()).toBeNull()
    expect(await later.unlock('111111')).toBe(mostTries - 1)
    expect(await later.unlock('246810')).toBeNull()
    expect(await later.copy()).toEqual(view)
    // A right one begins to count anew.
    expect(await (await again()).unlock('111111')).toBe(mostTries - 1)
  })

  it('is wiped after ten wrong tries, also when the page is opened anew between them; what waits to be sent is not', async () => {
    const store = await opened()
    await store.choose('246810')
    await store.keep(view, Date.now())
    await store.add(waiting('one'))
    store.close()
    for (let left = mostTries - 1; left >= 0; left--) expect(await (await again()).unlock('111111')).toBe(left)
    const wiped = await again()
    expect(await wiped.state()).toBe('NONE')
    expect(await wiped.unlock('246810')).toBe(0)
    expect(await wiped.waiting()).toEqual([waiting('one')])
  }, 30_000)

  it('is wiped when it was kept half a day ago', async () => {
    const store = await opened()
    await store.choose('246810')
    await store.keep(view, Date.now() - 13 * 3_600_000)
    store.close()
    expect(await (await again()).state()).toBe('NONE')
  })

  it('keeps what has to be told until it is told, in the order of happening and in no words that can be read', async () => {
    const store = await opened()
    await store.add({ ...waiting('two'), at: 2 })
    await store.add(waiting('one'))
    store.close()
    const later = await again()
    expect((await later.waiting()).map(({ id }) => id)).toEqual(['one', 'two'])
    const raw = await new Promise<unknown[]>((done, fail) => {
      const asked = indexedDB.open(`roll-call-${name}`)
      asked.addEventListener('error', () => fail(asked.error ?? new Error('not opened')))
      asked.addEventListener('success', () => {
        const all = asked.result.transaction('waiting').objectStore('waiting').getAll()
        all.addEventListener('success', () => done(all.result as unknown[]))
      })
    })
    const texts = JSON.stringify(raw, (_, value: unknown) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? Buffer.from(value as ArrayBuffer).toString('latin1') : value,
    )
    expect(texts).not.toContain('tree')
    await later.told(['one', 'two'])
    expect(await later.waiting()).toEqual([])
  })
})
