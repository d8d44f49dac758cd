import { openDB, type IDBPDatabase } from 'idb'
import { deviceKeyOf, PinLock, type LockState, type PinSchema } from '../pinned/pin-lock'
import { boxText, newBox, unboxText, type Box, type BoxedText } from '../pinned/pinned-seal'
import type { KeptName } from './names-documents'

/** A site whose names are kept. */
export interface NamedSite {
  id: string
  name: string
  timeZone: string
}

/** What is known of a kept set without opening it. Instants are milliseconds by the clock of the device. */
export interface KeptSet {
  site: NamedSite
  /** When the server told it. */
  heardAt: number
  /** When it goes. */
  until: number
}

interface Schema extends PinSchema {
  box: { key: string; value: Box }
  sets: { key: string; value: KeptSet & { boxed: BoxedText } }
  seen: { key: string; value: number }
}

/** By how much a clock may be put back before it is taken to have been put back, in milliseconds. */
const bearable = 120_000

const strict = { durability: 'strict' } as const
const lockOf = (db: IDBPDatabase<Schema>) => db as unknown as IDBPDatabase<PinSchema>

/**
 * The names of who is inside or due today, in the browser's database. They lie in a box of which anybody may put in what is new, and which
 * opens by a PIN alone: so they keep up without it. A set goes when the grace of its site is over, by a clock that does not go back.
 */
export class NamesStore {
  private readonly lock: PinLock

  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    device: CryptoKey,
  ) {
    this.lock = new PinLock(lockOf(db), device, () => this.wipe())
  }

  /** @param name one for each person */
  static async open(name: string): Promise<NamesStore> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(opened) {
        for (const store of ['keys', 'pin', 'box', 'sets', 'seen'] as const) opened.createObjectStore(store)
      },
      // Somebody signs out in another tab: it goes at once.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    const store = new NamesStore(db, await deviceKeyOf(lockOf(db)))
    await store.wipeWhatIsOver()
    return store
  }

  /** Whether names are kept, and whether they are open. */
  state = (): Promise<LockState> => this.lock.state()

  /** Chooses a PIN: what is kept from now on opens by it. */
  async choose(pin: string): Promise<void> {
    const key = await this.lock.choose(pin)
    await this.db.put('box', await newBox(key), 'box')
  }

  /** Tries a PIN. A try counts before it is looked at. @returns null when it was right, else how many are left; 0: all was wiped */
  unlock = (pin: string): Promise<number | null> => this.lock.unlock(pin)

  /** Nobody reads on until the PIN is given again. */
  close(): void {
    this.lock.key = undefined
    this.db.close()
  }

  /** Keeps the names of a site in place of those that were kept of it; without a grace none. */
  async keep(site: NamedSite, names: readonly KeptName[], graceMinutes: number): Promise<void> {
    const box = await this.db.get('box', 'box')
    if (!box) return
    const boxed = await boxText(box, JSON.stringify(names))
    const now = Date.now()
    const tx = this.db.transaction(['sets', 'seen', 'pin'], 'readwrite', strict)
    // Wiped meanwhile, it stays wiped.
    if (graceMinutes > 0 && (await tx.objectStore('pin').count()) > 0)
      await tx.objectStore('sets').put({ site, heardAt: now, until: now + graceMinutes * 60_000, boxed }, site.id)
    else await tx.objectStore('sets').delete(site.id)
    // What the server has just told begins to count anew, also where the clock was wrong before.
    await Promise.all([tx.objectStore('seen').put(now, 'at'), tx.done])
  }

  /** The sets that are kept, by the name of their site. */
  async sets(): Promise<KeptSet[]> {
    await this.wipeWhatIsOver()
    const sets = await this.db.getAll('sets')
    return sets
      .map(({ site, heardAt, until }) => ({ site, heardAt, until }))
      .toSorted((one, other) => one.site.name.localeCompare(other.site.name))
  }

  /** The names of a site; null where none are kept, or they are locked. */
  async names(siteId: string): Promise<KeptName[] | null> {
    await this.wipeWhatIsOver()
    const [box, set, { key }] = [await this.db.get('box', 'box'), await this.db.get('sets', siteId), this.lock]
    return box && set && key ? (JSON.parse(await unboxText(key, box, set.boxed)) as KeptName[]) : null
  }

  /** Forgets the names of a site at which the reader lets nobody in any more. */
  forget = (siteId: string): Promise<void> => this.db.delete('sets', siteId)

  /** Forgets all names and the PIN. */
  async wipe(): Promise<void> {
    this.lock.key = undefined
    const stores = ['pin', 'box', 'sets', 'seen'] as const
    const tx = this.db.transaction(stores, 'readwrite', strict)
    await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), tx.done])
  }

  private async wipeWhatIsOver(): Promise<void> {
    const now = Date.now()
    const seen = (await this.db.get('seen', 'at')) ?? now
    const isPutBack = now < seen - bearable
    const over = (await this.db.getAll('sets')).filter(({ until }) => isPutBack || until <= now)
    for (const { site } of over) await this.db.delete('sets', site.id)
    if (!isPutBack) await this.db.put('seen', Math.max(now, seen), 'at')
  }
}
