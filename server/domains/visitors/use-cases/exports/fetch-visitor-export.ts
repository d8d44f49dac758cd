import { csvHead } from '#shared/csv'
import { audit } from '../../../../core/audit'
import { refusal } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import { openForOrganization, sealedColumns } from '../../../../core/organization-seal'
import type { VisitorExportRequest } from '../../../../generated/prisma/client'
import { keyringOf } from '../../../../infra/keyring'
import { exporterOf } from '../../policy'
import { exportColumns } from './make-visitor-export'
import { findPrivacyHolders } from './privacy-holders'
import { fetchableFor } from './visitor-export'

/** A file that is handed out piece by piece. */
export interface FetchedExport {
  fileName: string
  /** CSV in UTF-8. @throws Error when the file goes while it is read: what came until then is not the file */
  content: AsyncGenerator<Buffer>
}

/**
 * Hands out a file of many visitors to whoever asked for it, as long as they still may: their rights are read anew. Noted each time.
 * @returns the file; null for one that is not there, is another's, or whose day is over
 * @throws Refusal for whoever may not any more
 */
export async function fetchVisitorExport(ctx: Ctx, id: string): Promise<FetchedExport | null> {
  const requesterId = exporterOf(ctx)
  if (!isId(id)) return null
  const request = await ctx.transaction(async (tx) => {
    if (!(await findPrivacyHolders(tx)).includes(requesterId)) throw refusal(ctx)
    const since = new Date(ctx.now().getTime() - fetchableFor)
    const found = await tx.visitorExportRequest.findFirst({ where: { id, requesterId, status: 'READY', readyAt: { gt: since } } })
    if (found) await audit(ctx, tx, 'visitor_export.fetch', { type: 'VisitorExportRequest', id }, { rows: found.madeRows })
    return found
  })
  if (!request) return null
  const day = request.requestedAt.toISOString().slice(0, 10)
  return { fileName: `visitors-${day}-${id.slice(-6)}.csv`, content: contentOf(ctx, request) }
}

async function* contentOf(ctx: Ctx, { id, madeParts }: VisitorExportRequest): AsyncGenerator<Buffer> {
  const keyring = await keyringOf(organizationOf(ctx))
  yield Buffer.from(csvHead(exportColumns))
  for (let position = 0; position < madeParts; position++) {
    const part = await ctx.db.visitorExportPart.findFirst({ where: { visitorExportRequestId: id, position } })
    if (!part) throw new Error('A file of visitors went while it was fetched')
    yield openForOrganization(keyring, part.sealedRows, sealedColumns.visitorExport, part.id)
  }
}
