import { csvHead, csvLine } from '#shared/csv'
import type { ListedEntry } from './audit-documents'

/** Columns of the file, in the order of the questions: when, who, what, on what, why, from where. */
const columns = [
  'createdAt',
  'actorType',
  'actorId',
  'actorName',
  'actedForName',
  'action',
  'entityType',
  'entityId',
  'entityName',
  'reason',
  'details',
  'ip',
  'userAgent',
  'traceId',
] as const satisfies (keyof ListedEntry)[]

/** Entries as CSV for a spreadsheet, in UTC; begins with the mark by which Excel knows UTF-8. */
export const auditCsv = (entries: readonly ListedEntry[]): string =>
  csvHead(columns) + entries.map((entry) => csvLine(columns.map((column) => entry[column]))).join('')

/** Entries as JSON. */
export const auditJson = (entries: readonly ListedEntry[]): string =>
  JSON.stringify(
    entries.map(({ details, ...entry }) => ({ ...entry, details: JSON.parse(details) as unknown })),
    null,
    2,
  )
