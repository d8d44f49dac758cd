import type { GuestFile } from '#shared/guest-documents'
import { systemCtx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Prisma, VisitorFile } from '../../../generated/prisma/client'
import { fileKeyOf, keyedVisitor, openPart, type KeyedVisitor } from '../stored-file'
import { refreshPassesOfVisitor } from '../../visitor-types/use-cases/refresh-outstanding'
import { dropSoon } from './remove-files'

/** Whose files, and by which browser they are looked at. */
export interface GuestOfFiles {
  organizationId: string
  visitorId: string
  browserHash: Uint8Array<ArrayBuffer> | null
}

const shown: Prisma.VisitorFileWhereInput = { removedAt: null, status: { not: 'AWAITED' } }

const isOwn = ({ browserHash }: VisitorFile, own: GuestOfFiles['browserHash']): boolean =>
  browserHash !== null && own !== null && Buffer.compare(browserHash, own) === 0

const stateOf = ({ status, approved }: VisitorFile): GuestFile['state'] => {
  if (status === 'REJECTED') return 'rejected'
  if (status !== 'READY') return 'checking'
  return approved ? 'approved' : 'ready'
}

/** What a person wrote of why they rejected a file; null where nobody did. */
export async function reasonOf(file: VisitorFile, visitor: KeyedVisitor): Promise<string | null> {
  if (!file.sealedReason || !visitor.key) return null
  return openPart(await fileKeyOf(visitor), file, 'reason', file.sealedReason).toString()
}

/** The files of a guest for their own page. A picture is shown in the browser that sent it and nowhere else: links are passed on. */
export async function listGuestFiles({ organizationId, visitorId, browserHash }: GuestOfFiles): Promise<GuestFile[]> {
  const rows = await systemCtx(organizationId).db.visitorFile.findMany({
    where: { ...shown, visitorId },
    include: { visitor: { select: keyedVisitor } },
    orderBy: { id: 'asc' },
  })
  return Promise.all(
    rows.map(async ({ visitor, ...file }) => ({
      id: file.id,
      kind: file.kind,
      state: stateOf(file),
      rejection: file.rejection,
      reason: await reasonOf(file, visitor),
      hasPreview: file.status === 'READY' && file.hasPreview && isOwn(file, browserHash),
      isPdf: file.contentType === 'application/pdf',
    })),
  )
}

/** Removes a file that the guest gave. @returns whether it was there */
export async function removeGuestFile({ organizationId, visitorId }: GuestOfFiles, id: string): Promise<boolean> {
  if (!isId(id)) return false
  const ctx = systemCtx(organizationId)
  const count = await ctx.transaction(async (tx) => {
    const removed = await tx.visitorFile.updateMany({ where: { ...shown, id, visitorId }, data: { removedAt: ctx.now() } })
    if (removed.count === 1) await refreshPassesOfVisitor(tx, visitorId, ctx.now())
    return removed.count
  })
  if (count === 1) await dropSoon([{ id, organizationId }])
  return count === 1
}
