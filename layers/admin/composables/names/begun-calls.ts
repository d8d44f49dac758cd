import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { personKeyOf } from '#shared/roll-call'
import { localIdOf } from '../local-id'
import type { ListedRollCall } from '../roll-call/roll-call-documents'
import { unseenEntries, type Person, type RollCallView } from '../roll-call/roll-call-view'
import type { KeptName } from './names-documents'
import type { NamedSite } from './names-store'

/** Somebody of a begun roll call, without a name: what the server is told of them. */
export interface BegunPerson {
  key: string
  /** The global id of their pass. */
  visitPassId: string
  ordinal: number
}

/** A roll call that was begun on this device without a connection. Nothing in it names a guest. */
export interface BegunCall {
  /** Made by the device. */
  id: string
  site: NamedSite
  kind: ListedRollCall['kind']
  /** By the clock of the device, in milliseconds. */
  begunAt: number
  people: BegunPerson[]
  /** The roll call at the server, once that knows of it; and whether it knows of everybody. */
  rollCallId: string | null
  isTold: boolean
}

interface Schema extends DBSchema {
  calls: { key: string; value: BegunCall }
}

const strict = { durability: 'strict' } as const

/** Roll calls that were begun here, until they are over. They stay whatever becomes of the names. */
export class BegunCalls {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** @param name one for each person */
  static async open(name: string): Promise<BegunCalls> {
    return new BegunCalls(await openDB<Schema>(name, 1, { upgrade: (opened) => void opened.createObjectStore('calls', { keyPath: 'id' }) }))
  }

  /** The newest first. */
  all = async (): Promise<BegunCall[]> => (await this.db.getAll('calls')).toSorted((one, other) => other.begunAt - one.begunAt)

  /** Keeps one durably. */
  async put(call: BegunCall): Promise<void> {
    const tx = this.db.transaction('calls', 'readwrite', strict)
    await Promise.all([tx.store.put(call), tx.done])
  }

  forget = (id: string): Promise<void> => this.db.delete('calls', id)
  close = (): void => this.db.close()
}

/** Everybody who is inside by the kept names, and may be because nobody saw them leave, as a roll call lists them. */
const insidersOf = (
  names: readonly KeptName[],
): (BegunPerson & { guest: KeptName; zone: string; leftUnseenAt: string | null; of: number })[] =>
  names.flatMap((guest) => {
    const inside = guest.places.map((zone) => ({ zone, leftUnseenAt: null }))
    const unseen = guest.leftUnseen.map((leftUnseenAt) => ({ zone: '', leftUnseenAt }))
    return [...inside, ...unseen].map((place, index, { length: of }) => {
      const told = { key: personKeyOf(localIdOf(guest.visitPassId), index + 1), visitPassId: guest.visitPassId, ordinal: index + 1 }
      return { ...told, ...place, guest, of }
    })
  })

const personOf = ({ key, guest, zone, leftUnseenAt, ordinal, of }: ReturnType<typeof insidersOf>[number]): Person => ({
  key,
  name: guest.name,
  company: guest.company ?? '',
  zone,
  host: guest.host ?? '',
  phone: guest.hostPhone ?? '',
  insideSince: leftUnseenAt ? null : (guest.insideSince ?? null),
  leftUnseenAt,
  ordinal,
  of,
  isOther: false,
})

/**
 * Begins a roll call of everybody who is inside by the kept names.
 * @param startedBy the name of the marshal
 * @returns what is kept of it in clear, and what the page shows, which is kept under the PIN
 */
export function beginCall(
  site: NamedSite,
  kind: BegunCall['kind'],
  names: readonly KeptName[],
  startedBy: string,
): { call: BegunCall; view: RollCallView } {
  const [id, begunAt, people] = [crypto.randomUUID(), Date.now(), insidersOf(names)]
  const listed = people.map(personOf)
  const told = people.map(({ key, visitPassId, ordinal }) => ({ key, visitPassId, ordinal }))
  return {
    call: { id, site, kind, begunAt, people: told, rollCallId: null, isTold: false },
    view: {
      id,
      kind,
      startedAt: new Date(begunAt).toISOString(),
      startedBy,
      endedAt: null,
      endedBy: '',
      version: '',
      site,
      people: listed,
      entries: unseenEntries(listed),
    },
  }
}
