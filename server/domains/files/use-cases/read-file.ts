import { maxFileBytes } from '#shared/visitor-files'
import { systemCtx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Prisma, VisitorFile } from '../../../generated/prisma/client'
import { storage } from '../../../infra/storage'
import { fileKeyOf, keyedVisitor, keyOf, openPart, type KeyedVisitor } from '../stored-file'

/** A file in clear, as it is sent. */
export interface ReadFile {
  content: Buffer
  contentType: string
  kind: VisitorFile['kind']
  id: string
}

/**
 * Reads what is kept of a file. Whoever calls has decided that it may be seen.
 * @returns null when there is nothing: it is not ready, was removed, or its person erased
 */
export async function readFile(
  organizationId: string,
  id: string,
  part: 'main' | 'preview',
  condition: Prisma.VisitorFileWhereInput = {},
): Promise<ReadFile | null> {
  if (!isId(id)) return null
  const where = { AND: [condition], id, status: 'READY' as const, removedAt: null }
  const file: (VisitorFile & { visitor: KeyedVisitor }) | null = await systemCtx(organizationId).db.visitorFile.findFirst({
    where,
    include: { visitor: { select: keyedVisitor } },
  })
  if (!file?.visitor.key || !file.contentType) return null
  const sealed = await storage.read(keyOf(file, part), 2 * maxFileBytes)
  if (!sealed) return null
  const content = openPart(await fileKeyOf(file.visitor), file, part, sealed)
  return { content, contentType: part === 'preview' ? 'image/webp' : file.contentType, kind: file.kind, id }
}
