import type { ListedEntry } from './audit-documents'

/** Columns of the file, in the order of the questions: when, who, what, on what, why, from where. */
const columns = [
  'createdAt',
  'actorType',
  'actorId',
  'action',
  'entityType',
  'entityId',
  'reason',
  'details',
  'ip',
  'userAgent',
  'traceId',
] as const satisfies (keyof ListedEntry)[]

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string | null | undefined): string {
  const text = value ?? ''
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** Entries as CSV for a spreadsheet, in UTC; begins with the mark by which Excel knows UTF-8. */
export const auditCsv = (entries: readonly ListedEntry[]): string =>
  `\uFEFF${[columns.join(','), ...entries.map((entry) => columns.map((column) => cell(entry[column])).join(','))].join('\r\n')}\r\n`

/** Entries as JSON. */
export const auditJson = (entries: readonly ListedEntry[]): string =>
  JSON.stringify(
    entries.map(({ details, ...entry }) => ({ ...entry, details: JSON.parse(details) as unknown })),
    null,
    2,
  )
