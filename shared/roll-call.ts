/** What a marshal can say of somebody. */
export const rollCallStates = ['SAFE', 'MISSING', 'NOT_CHECKED'] as const

/** What a marshal said of somebody. */
export type MarkState = (typeof rollCallStates)[number]

/**
 * Where somebody stands: as a marshal said last, gone by a gate, which counts as being safe, or counted as gone before although nobody saw them
 * leave, which does not.
 */
export type Standing = MarkState | 'LEFT' | 'UNSEEN'

/**
 * By what marks name somebody who is inside on a pass. Who begins a roll call without a connection names them as the server does, so that
 * what was begun in several places comes together.
 * @param passId the local id of the pass
 * @param ordinal which of those on the pass, from 1
 */
export const personKeyOf = (passId: string, ordinal: number): string => `${passId}.${ordinal}`

/** Something that became known of somebody. Never changed: more of it only adds to what is known. */
export interface Entry {
  /** The same for the same entry, wherever it comes from: marshal and the device's own id, or the check-in of a gate. */
  key: string
  /** Of whom. */
  personKey: string
  standing: Standing
  /** When it happened, by the clock of the server, in milliseconds. */
  at: number
  /** Who said it; null for a gate. */
  marshal: string | null
}

/** Which of two entries came later: by when they happened, then by their key, so that every device says the same. */
export const byTime = (one: Pick<Entry, 'at' | 'key'>, other: Pick<Entry, 'at' | 'key'>): number =>
  one.at - other.at || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)

/**
 * Puts together what several know: each entry once, in the order of happening. Whoever hears what, in which order and how often: once they
 * have heard the same they know the same. Nothing is dropped, so that somebody who was seen safe stays in the history whatever came after.
 */
export function mergeEntries<E extends Entry>(...known: readonly (readonly E[])[]): E[] {
  const all = new Map<string, E>()
  for (const entry of known.flat()) if (!all.has(entry.key)) all.set(entry.key, entry)
  return [...all.values()].toSorted(byTime)
}

/** The latest entry of each person. @param entries as {@link mergeEntries} orders them */
export function latestOf<E extends Entry>(entries: readonly E[]): Map<string, E> {
  return new Map(entries.map((entry) => [entry.personKey, entry]))
}

/** Whether a standing says that nobody has to look for them. */
export const isAccounted = (standing: Standing): boolean => standing === 'SAFE' || standing === 'LEFT'

/** How many stand how. */
export type StandingCounts = Record<Standing, number>

/** Counts how everybody stands; of whom nothing was said is not checked. */
export function countStandings(personKeys: readonly string[], latest: ReadonlyMap<string, Entry>): StandingCounts {
  const counts: StandingCounts = { SAFE: 0, LEFT: 0, MISSING: 0, NOT_CHECKED: 0, UNSEEN: 0 }
  for (const key of personKeys) counts[latest.get(key)?.standing ?? 'NOT_CHECKED']++
  return counts
}

/** From when until when somebody was said to be missing; `until` is null for who was not found before the end. */
export interface Missing {
  personKey: string
  from: number
  until: number | null
}

/** What a roll call came to. Times are milliseconds. */
export interface RollCallReport {
  firstMarkAt: number | null
  /** Since when nobody had to be looked for; null where that never came to be. */
  accountedAt: number | null
  marksByMarshal: { marshal: string; marks: number }[]
  missing: Missing[]
  counts: StandingCounts
}

/** The last moment since which everybody was accounted for. */
function accountedSince(personKeys: readonly string[], startedAt: number, entries: readonly Entry[]): number | null {
  const open = new Set(personKeys)
  let since: number | null = open.size === 0 ? startedAt : null
  for (const { personKey, standing, at } of entries) {
    if (!personKeys.includes(personKey)) continue
    if (isAccounted(standing)) open.delete(personKey)
    else open.add(personKey)
    if (open.size > 0) since = null
    else since ??= at
  }
  return since
}

function missingOf(entries: readonly Entry[]): Missing[] {
  const found: Missing[] = []
  const open = new Map<string, Missing>()
  for (const { personKey, standing, at } of entries) {
    const current = open.get(personKey)
    if (standing === 'MISSING' && !current) {
      const missing = { personKey, from: at, until: null }
      found.push(missing)
      open.set(personKey, missing)
    }
    if (standing !== 'MISSING' && current) {
      current.until = at
      open.delete(personKey)
    }
  }
  return found
}

/** What a roll call came to. @param entries as {@link mergeEntries} orders them */
export function reportOf(personKeys: readonly string[], startedAt: number, entries: readonly Entry[]): RollCallReport {
  const marks = entries.filter(({ marshal }) => marshal !== null)
  const byMarshal = new Map<string, number>()
  for (const { marshal } of marks) byMarshal.set(marshal ?? '', (byMarshal.get(marshal ?? '') ?? 0) + 1)
  return {
    firstMarkAt: marks[0]?.at ?? null,
    accountedAt: accountedSince(personKeys, startedAt, entries),
    marksByMarshal: [...byMarshal].map(([marshal, count]) => ({ marshal, marks: count })).toSorted((one, other) => other.marks - one.marks),
    missing: missingOf(entries),
    counts: countStandings(personKeys, latestOf(entries)),
  }
}
