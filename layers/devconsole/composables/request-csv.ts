import { csvHead, csvLine } from '#shared/csv'
import type { UsedApplication } from './usage-documents'

const columns = [
  'occurredAt',
  'operationName',
  'kind',
  'failed',
  'code',
  'requestedCost',
  'actualCost',
  'milliseconds',
  'callerName',
] as const

/** Requests as CSV, as the API names and writes them. */
export const requestsCsv = (requests: UsedApplication['requests']['edges']): string =>
  csvHead(columns) + requests.map(({ node }) => csvLine(columns.map((column) => String(node[column] ?? '')))).join('')
