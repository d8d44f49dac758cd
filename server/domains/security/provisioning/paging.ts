import { schemaNames } from './resources'
import { ScimError } from './scim-error'

/** Which rows of a list are wanted: 1-based, as RFC 7644 counts. */
export interface Page {
  startIndex: number
  count: number
}

/** As many rows as one answer holds. */
export const mostRows = 200

function wholeNumber(text: string | null, otherwise: number): number {
  if (text === null) return otherwise
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, 'startIndex and count are whole numbers', 'invalidValue')
  return Number(text)
}

/** Reads which rows a query wants (RFC 7644, section 3.4.2.4). @throws ScimError */
export function pageOf(query: URLSearchParams): Page {
  const startIndex = Math.max(1, wholeNumber(query.get('startIndex'), 1))
  return { startIndex, count: Math.min(mostRows, Math.max(0, wholeNumber(query.get('count'), 100))) }
}

/** The answer to a list. */
export const listResponse = (totalResults: number, startIndex: number, resources: readonly object[]) => ({
  schemas: [schemaNames.list],
  totalResults,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
})

const namesIn = (text: string | null): Set<string> | null =>
  text ? new Set(text.split(',').map((name) => name.trim().toLowerCase().split(':').at(-1) ?? '')) : null

const always = new Set(['id', 'schemas', 'meta'])

/** Leaves of a resource what `attributes` and `excludedAttributes` ask for (RFC 7644, section 3.4.2.5). */
export function selected<T extends object>(resource: T, query: URLSearchParams): Partial<T> {
  const [wanted, unwanted] = [namesIn(query.get('attributes')), namesIn(query.get('excludedAttributes'))]
  const isThere = (name: string): boolean =>
    always.has(name) || (wanted ? [...wanted].some((one) => one === name || one.startsWith(`${name}.`)) : !unwanted?.has(name))
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isThere(name.toLowerCase()))) as Partial<T>
}
