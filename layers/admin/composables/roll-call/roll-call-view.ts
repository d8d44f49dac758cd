import { latestOf, mergeEntries, type Entry } from '#shared/roll-call'
import type { ToldRollCall } from './roll-call-documents'

/** Somebody for whom a roll call asks, as the page shows them. */
export interface Person {
  key: string
  /** Empty for somebody whose name was forgotten. */
  name: string
  company: string
  zone: string
  host: string
  phone: string
  insideSince: string | null
  /** Since when they counted as gone although nobody saw them leave; null for whom the ledger had inside. */
  leftUnseenAt: string | null
  ordinal: number
  of: number
  /** Whom a marshal added. */
  isOther: boolean
}

/** What was said of somebody, with what goes with it. */
export interface SaidEntry extends Entry {
  /** The name of the marshal; empty for a gate. */
  by: string
  assemblyPoint: string
  note: string
}

/** A roll call as a device keeps it. */
export interface RollCallView {
  id: string
  kind: ToldRollCall['kind']
  startedAt: string
  startedBy: string
  endedAt: string | null
  endedBy: string
  version: string
  site: ToldRollCall['site']
  people: Person[]
  entries: SaidEntry[]
}

const personOf = ({ key, name, zone, host, hostPhone, visitPass, ordinal, of, ...since }: ToldRollCall['people'][number]): Person => ({
  key,
  name: name ?? visitPass?.visitor.name ?? '',
  company: visitPass?.visitor.company ?? '',
  zone: zone?.name ?? '',
  host: host?.name ?? '',
  phone: hostPhone ?? '',
  insideSince: since.insideSince ?? null,
  leftUnseenAt: since.leftUnseenAt ?? null,
  ordinal,
  of,
  isOther: visitPass === null || visitPass === undefined,
})

const byName = (one: Person, other: Person) =>
  Number(one.isOther) - Number(other.isOther) ||
  Number(Boolean(one.leftUnseenAt)) - Number(Boolean(other.leftUnseenAt)) ||
  one.zone.localeCompare(other.zone) ||
  one.name.localeCompare(other.name) ||
  one.ordinal - other.ordinal ||
  (one.key < other.key ? -1 : 1)

/** What the ledger alone says of somebody. */
const byLedger = (key: string, personKey: string, standing: 'LEFT' | 'UNSEEN', at: string): SaidEntry => ({
  key,
  personKey,
  standing,
  at: Date.parse(at),
  marshal: null,
  by: '',
  assemblyPoint: '',
  note: '',
})

/** What the ledger alone says of those whom nobody saw leave. */
export const unseenEntries = (people: readonly Pick<Person, 'key' | 'leftUnseenAt'>[]): SaidEntry[] =>
  people.flatMap(({ key, leftUnseenAt }) => (leftUnseenAt ? [byLedger(`unseen:${key}`, key, 'UNSEEN' as const, leftUnseenAt)] : []))

/** A roll call as the page shows it: people by zone and name, last those whom nobody saw leaving, what was said in the order of happening. */
export function viewOf(told: ToldRollCall): RollCallView {
  const said = told.marks.map(({ key, personKey, state, marshal, marshalKey, assemblyPoint, note, occurredAt }): SaidEntry => ({
    key,
    personKey,
    standing: state,
    at: Date.parse(occurredAt),
    marshal: marshalKey,
    by: marshal ?? '',
    assemblyPoint: assemblyPoint ?? '',
    note: note ?? '',
  }))
  const gone = told.exits.map(({ key, personKey, occurredAt }) => byLedger(`gate:${key}`, personKey, 'LEFT', occurredAt))
  const people = told.people.map(personOf).toSorted(byName)
  const { id, kind, startedAt, endedAt, version, site } = told
  const about = {
    id,
    kind,
    startedAt,
    endedAt: endedAt ?? null,
    version,
    site,
    startedBy: told.startedBy ?? '',
    endedBy: told.endedBy ?? '',
  }
  return { ...about, people, entries: mergeEntries(said, gone, unseenEntries(people)) }
}

/** A roll call with what this device still has to tell. The server's word of an entry comes first. */
export function withOwn(view: RollCallView, people: readonly Person[], entries: readonly SaidEntry[]): RollCallView {
  const known = new Set(view.people.map(({ key }) => key))
  const added = people.filter(({ key }) => !known.has(key))
  return { ...view, people: [...view.people, ...added].toSorted(byName), entries: mergeEntries(view.entries, entries) }
}

/** The last word on each person. */
export const latest = (view: RollCallView): Map<string, SaidEntry> => latestOf(view.entries)
