import { csvHead, csvLine } from '#shared/csv'
import type { ListedDelivery } from './delivery-documents'

const columns = ['registeredAt', 'site', 'host', 'sender', 'note', 'status', 'takenBy', 'handedAt', 'registeredBy', 'handedBy'] as const

/** Parcels as CSV for a spreadsheet, in UTC; begins with the mark by which Excel knows UTF-8. */
export const deliveryCsv = (deliveries: readonly ListedDelivery[]): string =>
  csvHead(columns) +
  deliveries
    .map(({ site, host, ...delivery }) => csvLine(columns.map((column) => ({ ...delivery, site: site.name, host: host.name })[column])))
    .join('')
