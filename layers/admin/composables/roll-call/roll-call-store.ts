import { openDB, type IDBPDatabase } from 'idb'
import type { MarkState } from '#shared/roll-call'
import { deviceKeyOf, PinLock, type LockState, type PinSchema } from '../pinned/pin-lock'
import { openText, sealText, type SealedText } from '../pinned/pinned-seal'
import type { RollCallView } from './roll-call-view'

/** What a marshal said or whom they added, until the server has it. */
export interface Waiting {
  /** Of a mark its nonce, of a person their key. */
  id: string
  personKey: string
  /** Null for somebody who was added. */
  state: MarkState | null
  assemblyPoint: string
  /** The note of a mark, the name of a person. */
  text: string
  /** By the clock of the device. */
  at: number
}

type StoredWaiting = Omit<Waiting, 'text'> & { sealed: SealedText }

interface Schema extends PinSchema {
  copy: { key: string; value: { sealed: SealedText; heardAt: number } }
  waiting: { key: string; value: StoredWaiting }
}

const strict = { durability: 'strict' } as const

/** How long a copy is good for after it was kept last, in milliseconds. */
const grace = 12 * 3_600_000

/** The part of the database that its lock knows. */
const lockOf = (db: IDBPDatabase<Schema>) => db as unknown as IDBPDatabase<PinSchema>

/**
 * What a device keeps of one roll call, in the browser's database. The list opens by a PIN alone. What waits to be sent is sealed under a key
 * that the browser does not give away, so that it is sent whatever became of the PIN.
 */
export class RollCallStore {
  private readonly lock: PinLock

  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly device: CryptoKey,
  ) {
    this.lock = new PinLock(lockOf(db), device, () => this.wipe())
  }

  /** @param name one for each roll call and marshal */
  static async open(name: string): Promise<RollCallStore> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(opened) {
        for (const store of ['keys', 'pin', 'copy'] as const) opened.createObjectStore(store)
        opened.createObjectStore('waiting', { keyPath: 'id' })
      },
    })
    const device = await deviceKeyOf(lockOf(db))
    const store = new RollCallStore(db, device)
    await store.wipeIfOld()
    return store
  }

  /** Whether a list is kept, and whether it is open. */
  state = (): Promise<LockState> => this.lock.state()

  /** Chooses a PIN: what is kept from now on opens by it. */
  async choose(pin: string): Promise<void> {
    await this.lock.choose(pin)
  }

  /** Tries a PIN. A try counts before it is looked at. @returns null when it was right, else how many are left; 0: all was wiped */
  unlock = (pin: string): Promise<number | null> => this.lock.unlock(pin)

  /** Keeps the list, where a PIN was chosen. @returns whether it is kept */
  async keep(view: RollCallView, heardAt: number): Promise<boolean> {
    const { key } = this.lock
    if (!key) return false
    const sealed = await sealText(key, JSON.stringify(view))
    await this.db.put('copy', { sealed, heardAt }, 'copy')
    return true
  }

  /** The list as it was kept last; null where there is none, or it is locked. */
  async copy(): Promise<RollCallView | null> {
    const { key } = this.lock
    const kept = key && (await this.db.get('copy', 'copy'))
    return kept ? (JSON.parse(await openText(key, kept.sealed)) as RollCallView) : null
  }

  /** Keeps what has to be told, durably, before it is shown. */
  async add({ text, ...rest }: Waiting): Promise<void> {
    const stored = { ...rest, sealed: await sealText(this.device, text) }
    const tx = this.db.transaction('waiting', 'readwrite', strict)
    await tx.store.put(stored)
    await tx.done
  }

  /** What has to be told, the oldest first. */
  async waiting(): Promise<Waiting[]> {
    const stored = await this.db.getAll('waiting')
    const opened = await Promise.all(stored.map(async ({ sealed, ...rest }) => ({ ...rest, text: await openText(this.device, sealed) })))
    return opened.toSorted((one, other) => one.at - other.at)
  }

  /** Forgets what the server has. */
  async told(ids: readonly string[]): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite', strict)
    await Promise.all([...ids.map((id) => tx.store.delete(id)), tx.done])
  }

  /** Forgets the list and its PIN; what has to be told stays. */
  async wipe(): Promise<void> {
    this.lock.key = undefined
    const tx = this.db.transaction(['pin', 'copy'], 'readwrite', strict)
    await Promise.all([tx.objectStore('pin').clear(), tx.objectStore('copy').clear(), tx.done])
  }

  close = (): void => this.db.close()

  private async wipeIfOld(): Promise<void> {
    const kept = await this.db.get('copy', 'copy')
    if (kept && Date.now() - kept.heardAt > grace) await this.wipe()
  }
}
