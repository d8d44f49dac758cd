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

const personOf = ({ key, name, zone, host, hostPhone, visitPass, insideSince, ordinal, of }: ToldRollCall['people'][number]): Person => ({
  key,
  name: name ?? visitPass?.visitor.name ?? '',
  company: visitPass?.visitor.company ?? '',
  zone: zone?.name ?? '',
  host: host?.name ?? '',
  phone: hostPhone ?? '',
  insideSince: insideSince ?? null,
  ordinal,
  of,
  isOther: visitPass === null || visitPass === undefined,
})

const byName = (one: Person, other: Person) =>
  Number(one.isOther) - Number(other.isOther) ||
  one.zone.localeCompare(other.zone) ||
  one.name.localeCompare(other.name) ||
  one.ordinal - other.ordinal ||
  (one.key < other.key ? -1 : 1)

/** A roll call as the page shows it: people by zone and name, what was said in the order of happening. */
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
  const gone = told.exits.map(({ key, personKey, occurredAt }): SaidEntry => ({
    key: `gate:${key}`,
    personKey,
    standing: 'LEFT',
    at: Date.parse(occurredAt),
    marshal: null,
    by: '',
    assemblyPoint: '',
    note: '',
  }))
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
  return { ...about, people: told.people.map(personOf).toSorted(byName), entries: mergeEntries(said, gone) }
}

/** A roll call with what this device still has to tell. The server's word of an entry comes first. */
export function withOwn(view: RollCallView, people: readonly Person[], entries: readonly SaidEntry[]): RollCallView {
  const known = new Set(view.people.map(({ key }) => key))
  const added = people.filter(({ key }) => !known.has(key))
  return { ...view, people: [...view.people, ...added].toSorted(byName), entries: mergeEntries(view.entries, entries) }
}

/** The last word on each person. */
export const latest = (view: RollCallView): Map<string, SaidEntry> => latestOf(view.entries)
