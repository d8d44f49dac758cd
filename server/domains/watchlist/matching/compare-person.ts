import type { EntryRecord } from '../entry-record'
import { compareNames, type ComparedPairs, type NameReason } from './compare-names'
import { readName, type NameWord, type ReadWords } from './read-name'

/** Why a visitor may be somebody of the list. */
export type MatchReason = NameReason | 'ALIAS' | 'EMAIL' | 'PHONE' | 'VISITOR'

/** How sure it is that a visitor is somebody of the list, and why. */
export interface PersonMatch {
  /** 0 to 100. */
  score: number
  reasons: MatchReason[]
}

/** A visitor as they are compared; names are read once however many entries they are compared with. */
export interface ComparedVisitor {
  id: string
  words: readonly NameWord[]
  email: string | null
  phone: string | null
}

/** What was read and compared for one visitor. */
export interface KnownNames {
  words: ReadWords
  pairs: ComparedPairs
}

/** A name that is this alike beside an equal address leaves no doubt. */
const alikeEnough = 0.6

/**
 * Compares a visitor with somebody of the list: by all their names, by e-mail and by phone.
 * @param known by earlier comparisons of theirs
 */
export function comparePerson(record: EntryRecord, isAboutVisitor: boolean, visitor: ComparedVisitor, known?: KnownNames): PersonMatch {
  if (isAboutVisitor) return { score: 100, reasons: ['VISITOR'] }
  const named = [record.name, ...record.aliases].map((name, place) => ({
    ...compareNames(readName(name, known?.words), visitor.words, known?.pairs),
    place,
  }))
  const best = named.reduce((one, other) => (other.value > one.value ? other : one))
  const reached: MatchReason[] = [
    ...(record.email !== null && record.email === visitor.email ? (['EMAIL'] as const) : []),
    ...(record.phone !== null && record.phone === visitor.phone ? (['PHONE'] as const) : []),
  ]
  const byName: MatchReason[] = best.place > 0 ? ['ALIAS', ...best.reasons] : best.reasons
  if (reached.length === 0) return { score: Math.floor(best.value * 100), reasons: byName }
  if (best.value < alikeEnough) return { score: reached.length > 1 ? 98 : 95, reasons: reached }
  return { score: 100, reasons: [...reached, ...byName] }
}
