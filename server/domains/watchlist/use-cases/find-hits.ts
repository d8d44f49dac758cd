import { blindIndex } from '../../../core/blind-index'
import type { VisitorRow } from '../../../core/rows'
import type { WatchlistEntry } from '../../../generated/prisma/client'
import type { Keyring } from '../../../infra/keyring'
import { tokensOfVisitor } from '../entry-keys'
import { openRecord, type EntryRecord } from '../entry-record'
import { comparePerson, type ComparedVisitor, type KnownNames, type PersonMatch } from '../matching/compare-person'
import { readName, type ReadWords } from '../matching/read-name'
import { findCandidates, type Candidate, type Reader, type Sought } from './candidates.sql'

/** A visitor who may be somebody of the list. */
export interface Hit extends PersonMatch {
  visitorId: string
  entry: Pick<WatchlistEntry, 'id' | 'siteId' | 'countsSince'>
}

/** Visitors who are looked for by one statement. */
const together = 25

type Compared = Pick<VisitorRow, 'id' | 'name' | 'email' | 'phone'>

const soughtBy = (keyring: Keyring, { id, name, email, phone }: Compared): Sought => ({
  id,
  tokens: tokensOfVisitor(keyring, name),
  emailIndex: email === null ? null : blindIndex(keyring, 'email', email),
  phoneIndex: phone === null ? null : blindIndex(keyring, 'phone', phone),
})

interface Opened extends Pick<WatchlistEntry, 'id' | 'siteId' | 'visitorId' | 'countsSince'> {
  record: EntryRecord
}

/** Compares one visitor with the entries that were opened for them. */
function hitsOf(visitor: Compared, entries: readonly Opened[], threshold: number, words: ReadWords): Hit[] {
  const known: KnownNames = { words, pairs: new Map() }
  const compared: ComparedVisitor = { ...visitorOf(visitor), words: readName(visitor.name, words) }
  return entries.flatMap((entry) => {
    if (entry.visitorId !== null && entry.visitorId !== visitor.id) return []
    const match = comparePerson(entry.record, entry.visitorId !== null, compared, known)
    return match.score >= threshold ? [{ ...match, visitorId: visitor.id, entry }] : []
  })
}

const visitorOf = ({ id, email, phone }: Compared) => ({ id, email, phone })

/** Opens entries, each once. */
function opening(keyring: Keyring): (candidate: Candidate) => Opened {
  const opened = new Map<string, Opened>()
  return ({ sealedRecord, ...entry }) => {
    const known = opened.get(entry.id) ?? { ...entry, record: openRecord(keyring, { id: entry.id, sealedRecord }) }
    opened.set(entry.id, known)
    return known
  }
}

/**
 * Finds the visitors who may be somebody of the list: one statement for every few visitors, and only what shares a key with a
 * visitor is opened, so that it takes no longer with a longer list.
 * @param threshold the score from which on somebody counts
 */
export async function findHits(
  db: Reader,
  keyring: Keyring,
  visitors: readonly Compared[],
  { threshold, now }: { threshold: number; now: Date },
): Promise<Hit[]> {
  const hits: Hit[] = []
  const words: ReadWords = new Map()
  for (let from = 0; from < visitors.length; from += together) {
    const some = visitors.slice(from, from + together)
    const sought = some.map((visitor) => soughtBy(keyring, visitor))
    const { named, otherwise } = await findCandidates(db, keyring.organizationId, sought, now)
    const open = opening(keyring)
    for (const [place, visitor] of some.entries()) {
      const entries = new Set([...otherwise, ...(named[place] ?? [])].map(open))
      hits.push(...hitsOf(visitor, [...entries], threshold, words))
    }
  }
  return hits
}
