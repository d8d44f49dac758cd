import type { DBSchema, IDBPDatabase } from 'idb'
import { newDeviceKey, newPinnedKey, openPinnedKey, type WrappedKey } from './pinned-seal'

/** Wrong PINs after which what is kept is wiped. */
export const mostTries = 10

/** What a database of the browser has for a lock. */
export interface PinSchema extends DBSchema {
  keys: { key: string; value: CryptoKey }
  pin: { key: string; value: WrappedKey & { tries: number } }
}

/** Whether something is kept under a PIN, and whether it is open. */
export type LockState = 'NONE' | 'LOCKED' | 'OPEN'

const strict = { durability: 'strict' } as const

/** The key of a database that the browser does not give away, made where there is none yet. */
export async function deviceKeyOf(db: IDBPDatabase<PinSchema>): Promise<CryptoKey> {
  const made = await newDeviceKey()
  const tx = db.transaction('keys', 'readwrite', strict)
  const device = (await tx.store.get('device')) ?? made
  if (device === made) await tx.store.put(made, 'device')
  await tx.done
  return device
}

/** What opens by a PIN alone, in the browser's database. Ten wrong ones, counted durably before they are looked at, wipe it. */
export class PinLock {
  /** While it is open. */
  key: CryptoKey | undefined

  /** @param wipe forgets what is kept under the PIN, and the PIN */
  constructor(
    private readonly db: IDBPDatabase<PinSchema>,
    private readonly device: CryptoKey,
    private readonly wipe: () => Promise<void>,
  ) {}

  async state(): Promise<LockState> {
    if (this.key) return 'OPEN'
    return (await this.db.count('pin')) > 0 ? 'LOCKED' : 'NONE'
  }

  /** Chooses a PIN: what is kept from now on opens by it. @returns its key */
  async choose(pin: string): Promise<CryptoKey> {
    const { key, kept } = await newPinnedKey(pin, this.device)
    await this.db.put('pin', { ...kept, tries: 0 }, 'pin')
    this.key = key
    return key
  }

  /** Tries a PIN. @returns null when it was right, else how many tries are left; 0: all was wiped */
  async unlock(pin: string): Promise<number | null> {
    const tx = this.db.transaction('pin', 'readwrite', strict)
    const kept = await tx.store.get('pin')
    if (kept) await tx.store.put({ ...kept, tries: kept.tries + 1 }, 'pin')
    await tx.done
    if (!kept) return 0
    const key = kept.tries < mostTries ? await openPinnedKey(pin, this.device, kept) : null
    if (key) {
      await this.db.put('pin', { ...kept, tries: 0 }, 'pin')
      this.key = key
      return null
    }
    const left = mostTries - kept.tries - 1
    if (left <= 0) await this.wipe()
    return Math.max(left, 0)
  }
}
