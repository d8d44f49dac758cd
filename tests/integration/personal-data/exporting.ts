import { randomUUID } from 'node:crypto'
import { newId } from '../../../server/core/ids'
import type { Ctx } from '../../../server/core/ctx'
import { fetchVisitorExport } from '../../../server/domains/visitors/use-cases/exports/fetch-visitor-export'
import { makeVisitorExport } from '../../../server/domains/visitors/use-cases/exports/make-visitor-export'
import { registerVisitor } from '../../../server/domains/visitors/use-cases/find-or-register-visitors'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { tenantClient } from '../../../server/infra/tenant-client'
import type { TestOrganization, TestUser } from '../../setup/organization'
import { decodeGlobalId } from '../../../server/graphql/global-id'
import { inSession, send, type Result } from '../security/sessions-of-people'

/** Milliseconds. */
export const hour = 3_600_000
/** For what the files of the tests are. */
export const reason = 'Yearly audit of the visitors'
/** A clock that goes ahead, by milliseconds. */
export const clock =
  (later = 0) =>
  () =>
    new Date(Date.now() + later)

/** What people and the worker do with files of many visitors. @param current the organization in which they do it */
export function exporting(current: () => TestOrganization) {
  /** Registers visitors. @returns their ids */
  async function visitors(
    count: number,
    { at = new Date(Date.now() - hour), of = current(), name = 'Anna Petrova' } = {},
  ): Promise<string[]> {
    const keyring = await keyringOf(of.id)
    const register = () => {
      const guest = { name, email: `guest-${newId()}@guest.example`, phone: '+79161234567', company: null }
      return registerVisitor(tenantClient(of.id), keyring, guest, 'EN', at)
    }
    const ids: string[] = []
    while (ids.length < count) ids.push(...(await Promise.all(Array.from({ length: Math.min(10, count - ids.length) }, register))))
    return ids.sort()
  }

  const as = (user: TestUser, later = 0, of = current()): Promise<Ctx> => inSession(user, of.id, clock(later))
  const request = (ctx: Ctx, more: object = {}) =>
    send(ctx, 'requestVisitorExport', { reason, ...more }, 'visitorExportRequest { id status rows needsSecondPerson }')
  const idOf = (result: Result) => (result as { visitorExportRequest?: { id: string } }).visitorExportRequest?.id ?? ''
  const decide = (ctx: Ctx, name: 'approve' | 'decline' | 'withdraw', visitorExportRequestId: string) =>
    send(ctx, `${name}VisitorExport`, { visitorExportRequestId }, 'visitorExportRequest { status decidedBy }')
  const setLimit = (ctx: Ctx, rows: number) => send(ctx, 'setVisitorExportLimit', { rows }, 'limit { rows holding holdsFrom }')

  /** Does the worker's part. */
  const make = (id: string, of = current()) =>
    makeVisitorExport({ eventId: randomUUID(), organizationId: of.id }, { visitorExportRequestId: decodeGlobalId(id)?.id ?? '' })
  const fetched = async (ctx: Ctx, id: string): Promise<string | null> => {
    const file = await fetchVisitorExport(ctx, decodeGlobalId(id)?.id ?? '')
    if (!file) return null
    const pieces: Buffer[] = []
    for await (const piece of file.content) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  }
  const rowOf = (id: string) => prisma.visitorExportRequest.findUniqueOrThrow({ where: { id: decodeGlobalId(id)?.id ?? '' } })
  const actions = async () => {
    const rows = await prisma.auditLog.findMany({
      where: { organizationId: current().id, action: { startsWith: 'visitor_export.' } },
      orderBy: { id: 'asc' },
    })
    return rows.map(({ action }) => action.replace('visitor_export.', ''))
  }
  const told = (about: 'WAITS' | 'READY' | 'DECLINED') =>
    prisma.visitorExportNotice
      .findMany({ where: { organizationId: current().id, about } })
      .then((rows) => rows.map(({ userId }) => userId).sort())

  /** A request that waits for a second person: the limit is 0. */
  async function waiting(count = 1): Promise<{ id: string; requester: Ctx }> {
    await prisma.retentionPolicy.create({ data: { organizationId: current().id, exportRows: 0, updatedAt: new Date() } })
    await visitors(count)
    const requester = await as(current().orgAdmin)
    return { id: idOf(await request(requester)), requester }
  }

  return { visitors, as, request, idOf, decide, setLimit, make, fetched, rowOf, actions, told, waiting }
}
