import { builder } from './builder'
import { connectionOf, isIdKey, pageOf, type Connection, type ConnectionArgs } from './connection'
import type { Models } from './models'

const connectionObject = <K extends keyof Models>(name: K) =>
  builder.connectionObject(
    { type: name, name: `${name}Connection`, description: `A page of a list of ${name}.` },
    { name: `${name}Edge`, description: `One ${name} of a page, with its cursor.` },
  )

/** The connection types of the schema, by the type they list. */
export const connections = {
  ApiRequest: connectionObject('ApiRequest'),
  Appointment: connectionObject('Appointment'),
  ApprovalChain: connectionObject('ApprovalChain'),
  ApprovalRequest: connectionObject('ApprovalRequest'),
  VisitPass: connectionObject('VisitPass'),
  Checkin: connectionObject('Checkin'),
  Site: connectionObject('Site'),
  Gate: connectionObject('Gate'),
  Room: connectionObject('Room'),
  Host: connectionObject('Host'),
  Visitor: connectionObject('Visitor'),
  Agreement: connectionObject('Agreement'),
  AgreementSignature: connectionObject('AgreementSignature'),
  AuditEntry: connectionObject('AuditEntry'),
  Delivery: connectionObject('Delivery'),
  Device: connectionObject('Device'),
  Erasure: connectionObject('Erasure'),
  GuestList: connectionObject('GuestList'),
  Member: connectionObject('Member'),
  Organization: connectionObject('Organization'),
  Reconciliation: connectionObject('Reconciliation'),
  Role: connectionObject('Role'),
  RollCall: connectionObject('RollCall'),
  Session: connectionObject('Session'),
  VisitorExportRequest: connectionObject('VisitorExportRequest'),
  VisitorType: connectionObject('VisitorType'),
  WatchlistEntry: connectionObject('WatchlistEntry'),
  WatchlistImport: connectionObject('WatchlistImport'),
  WatchlistMatch: connectionObject('WatchlistMatch'),
  WebhookDelivery: connectionObject('WebhookDelivery'),
}

/** What a list ordered by id needs to know to fetch one page. */
interface IdPage {
  where: { id?: { gt?: string; lt?: string } }
  orderBy: { id: 'asc' | 'desc' }
  take: number
}

/** A page of a list that is ordered by id. @param newestFirst whether it begins with the last id, which is the newest */
export async function listById<T extends { id: string }>(
  args: ConnectionArgs,
  fetch: (page: IdPage) => PromiseLike<T[]>,
  { newestFirst = false } = {},
): Promise<Connection<T>> {
  const page = pageOf(args, isIdKey)
  const [behind, ahead] = newestFirst ? [page.before, page.after] : [page.after, page.before]
  const id = { ...(behind === null ? {} : { gt: behind }), ...(ahead === null ? {} : { lt: ahead }) }
  const where = Object.keys(id).length > 0 ? { id } : {}
  const rows = await fetch({ where, orderBy: { id: page.backward === newestFirst ? 'asc' : 'desc' }, take: page.take })
  return connectionOf(rows, page, (row) => row.id)
}
