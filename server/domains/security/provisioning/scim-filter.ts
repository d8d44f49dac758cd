import { ScimError } from './scim-error'

/** One comparison of a filter: attribute, in lower case, and what it has to equal. */
export interface Comparison {
  attribute: string
  value: string | boolean
}

const refused = (): ScimError =>
  new ScimError(
    400,
    'Only comparisons by eq are understood, joined by and, of userName, externalId, displayName, active, id',
    'invalidFilter',
  )

const comparison = /^\s*([A-Za-z][\w.:-]*(?:\[[^\]]*\])?(?:\.[A-Za-z]+)?)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*/i

/** Attributes that say the same as one that is compared here. */
const same: Record<string, string> = { 'emails.value': 'username', 'emails[type eq "work"].value': 'username', emails: 'username' }

function valueOf(text: string): string | boolean {
  if (!text.startsWith('"')) return text.toLowerCase() === 'true'
  try {
    return String(JSON.parse(text))
  } catch {
    throw refused()
  }
}

/** Attributes may bear the name of their schema (RFC 7644, section 3.10). */
const bare = (attribute: string): string => attribute.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/, '')

/**
 * Reads a filter (RFC 7644, section 3.4.2.2): of its grammar what directories ask for, comparisons by `eq` joined by `and`.
 * @throws ScimError invalidFilter for anything else
 */
export function readFilter(text: string): Comparison[] {
  if (text.length > 1_000) throw refused()
  const found: Comparison[] = []
  for (let rest = text; ;) {
    const [whole, attribute = '', value = ''] = comparison.exec(rest) ?? []
    if (!whole) throw refused()
    const name = bare(attribute.toLowerCase())
    found.push({ attribute: same[name] ?? name, value: valueOf(value) })
    rest = rest.slice(whole.length)
    if (!rest) return found
    if (!/^and\s/i.test(rest)) throw refused()
    rest = rest.slice('and'.length)
  }
}

/** The filter of a list, if its query has one. @throws ScimError for one about something else */
export function comparisonsOf(filter: string | null, known: readonly string[]): Comparison[] {
  const comparisons = filter ? readFilter(filter) : []
  if (!comparisons.every(({ attribute }) => known.includes(attribute))) throw refused()
  return comparisons
}

/** The value of a comparison as a text, or null where it is none: nothing equals it. */
export const textOf = ({ value }: Comparison): string | null => (typeof value === 'string' ? value : null)
