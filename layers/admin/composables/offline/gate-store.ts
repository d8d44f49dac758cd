import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { OwnMove } from '#shared/offline/offline-decision'
import type { GatePlan } from '#shared/offline/gate-plan'
import type { RosterLine } from '#shared/offline/roster'
import type { DenialReason, Direction } from '#shared/generated/gql/graphql'

/** What the server said last, and when. Instants are milliseconds by the server's clock. */
export interface GateWord {
  cursor: string
  plan: GatePlan | null
  /** Since when the plan and the list are whole; null while the first list is being brought. */
  heardAt: number | null
  /** By how much the server's clock is ahead of the device's. */
  clockOffset: number
  /** The list that is being brought, and the one that holds. */
  generation: number
  whole: number
}

/** One scan of this device: to be told, or told and kept for as long as the list may not know of it. Nothing of the guest stands in it. */
export interface StoredScan {
  nonce: string
  passId: string | null
  /** What was scanned, sealed; empty for what the server decided. */
  sealedCode: string
  gateId: string
  direction: Direction
  /** By the server's clock. */
  at: number
  admitted: boolean
  reason: DenialReason | null
  own: OwnMove | null
  /** 0 or 1: a database of a browser finds nothing by true or false. */
  isTold: 0 | 1
}

interface Schema extends DBSchema {
  word: { key: 'word'; value: GateWord }
  lines: { key: string; value: RosterLine & { generation: number }; indexes: { generation: number } }
  scans: { key: string; value: StoredScan; indexes: { passId: string; at: number; isTold: number } }
  seen: { key: 'at'; value: number }
}

/** What is kept of a scan that was told: until no list in use can be older, in milliseconds. */
const toldFor = 24 * 3_600_000

const strict = { durability: 'strict' } as const

const byTime = (one: StoredScan, other: StoredScan): number => one.at - other.at

/** Scans by which another one is decided. */
export interface KeptScans {
  /** The same scan, decided before. */
  same: StoredScan | undefined
  /** Other scans of the pass, the oldest first. */
  ofPass: StoredScan[]
  /** Other scans of any pass since some moment. */
  since: StoredScan[]
}

/** What a device keeps for the time without a connection, in the browser's database. */
export class GateStore {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** @param name one for each site that the device serves */
  static async open(name: string): Promise<GateStore> {
    return new GateStore(
      await openDB<Schema>(name, 1, {
        upgrade(db) {
          for (const store of ['word', 'seen'] as const) db.createObjectStore(store)
          db.createObjectStore('lines', { keyPath: 'passId' }).createIndex('generation', 'generation')
          const scans = db.createObjectStore('scans', { keyPath: 'nonce' })
          for (const index of ['passId', 'at', 'isTold'] as const) scans.createIndex(index, index)
        },
      }),
    )
  }

  word = (): Promise<GateWord | undefined> => this.db.get('word', 'word')
  line = (passId: string): Promise<RosterLine | undefined> => this.db.get('lines', passId)
  lines = (): Promise<number> => this.db.count('lines')
  seenAt = async (): Promise<number> => (await this.db.get('seen', 'at')) ?? 0
  see = (at: number): Promise<unknown> => this.db.put('seen', at, 'at')
  close = (): void => this.db.close()

  /** Scans that wait to be told, the oldest first. */
  waiting = async (): Promise<StoredScan[]> => (await this.db.getAllFromIndex('scans', 'isTold', 0)).toSorted(byTime)
  /** How many those are. */
  countWaiting = (): Promise<number> => this.db.countFromIndex('scans', 'isTold', 0)

  /**
   * Takes a part of the list: all of it and where it leads, or nothing.
   * @param isWhole whether it is the last part of a new list: the old one goes, and what was told long ago
   */
  async take(word: GateWord, lines: readonly RosterLine[], gone: readonly string[], isWhole: boolean): Promise<void> {
    const tx = this.db.transaction(['word', 'lines', 'scans'], 'readwrite')
    const [kept, scans] = [tx.objectStore('lines'), tx.objectStore('scans')]
    const work: Promise<unknown>[] = lines.map((line) => kept.put({ ...line, generation: word.generation }))
    work.push(...gone.map((passId) => kept.delete(passId)))
    if (isWhole) {
      const old = await kept.index('generation').getAllKeys(IDBKeyRange.upperBound(word.generation, true))
      const long = IDBKeyRange.upperBound((word.heardAt ?? 0) - toldFor)
      const over = (await scans.index('at').getAll(long)).filter(({ isTold }) => isTold)
      work.push(...old.map((passId) => kept.delete(passId)), ...over.map(({ nonce }) => scans.delete(nonce)))
    }
    work.push(tx.objectStore('word').put(word, 'word'))
    await Promise.all([...work, tx.done])
  }

  /**
   * Keeps a scan that is decided by what was scanned before. Two screens of one device do that one after the other.
   * @param asked whose scan it is; `since` is an instant, null where nobody asks what was scanned of other passes
   * @param decide what is to be kept; null for nothing
   */
  async decide(
    { nonce, passId, since }: { nonce: string; passId: string | null; since: number | null },
    decide: (kept: KeptScans) => StoredScan | null,
  ): Promise<void> {
    const tx = this.db.transaction('scans', 'readwrite', strict)
    const { store } = tx
    const others = (scans: StoredScan[]) => scans.filter((scan) => scan.nonce !== nonce).toSorted(byTime)
    const scan = decide({
      same: await store.get(nonce),
      ofPass: passId === null ? [] : others(await store.index('passId').getAll(passId)),
      since: since === null ? [] : others(await store.index('at').getAll(IDBKeyRange.lowerBound(since, true))),
    })
    if (scan) await store.put(scan)
    await tx.done
  }

  /** Keeps a scan. */
  keep = (scan: StoredScan): Promise<unknown> => this.db.put('scans', scan)

  /** Changes scans that are kept. @param change what becomes of one; null where it is to go */
  async change(nonces: readonly string[], change: (scan: StoredScan) => StoredScan | null): Promise<void> {
    const tx = this.db.transaction('scans', 'readwrite', strict)
    for (const nonce of nonces) {
      const scan = await tx.store.get(nonce)
      const changed = scan && change(scan)
      if (changed) await tx.store.put(changed)
      else if (scan) await tx.store.delete(nonce)
    }
    await tx.done
  }

  /** Forgets everything but the scans that were not told. */
  async wipe(): Promise<void> {
    const tx = this.db.transaction(['word', 'lines', 'scans', 'seen'], 'readwrite', strict)
    const scans = tx.objectStore('scans')
    const told = await scans.index('isTold').getAllKeys(1)
    const cleared = (['word', 'lines', 'seen'] as const).map((store) => tx.objectStore(store).clear())
    await Promise.all([...cleared, ...told.map((nonce) => scans.delete(nonce)), tx.done])
  }
}
