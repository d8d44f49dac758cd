import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import { visitorFile, type VisitorExport } from '../export-visitor'

/**
 * Hands a guest everything that is held of them, but for the reasons of the staff; noted in the audit log. Whether they are who they
 * say is asked before.
 * @returns the file; null for somebody who was erased
 */
export function exportOwnData(ctx: Ctx, visitorId: string): Promise<VisitorExport | null> {
  return ctx.transaction(async (tx) => {
    const file = await visitorFile(ctx, tx, visitorId, { withReasons: false })
    if (file) await audit(ctx, tx, 'visitor.export_own', { type: 'Visitor', id: visitorId })
    return file && { ...file, fileName: 'my-visits.json' }
  })
}
