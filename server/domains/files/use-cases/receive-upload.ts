import { isId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { readSignedUrl } from '../../../infra/signed-url'
import { spool, TooLong } from '../../../infra/spool'
import { storage } from '../../../infra/storage'
import { fileKeyOf, keyedVisitor, keyOf, placeOf } from '../stored-file'

/** A file that is sent to a signed address. */
export interface Sent {
  id: string
  query: Record<string, unknown>
  contentType: string
  /** What its head says of its length; null where it says nothing. */
  length: number | null
  content: AsyncIterable<Buffer>
}

/** What came of it. */
export type Received = 'received' | 'unsigned' | 'gone' | 'otherType' | 'otherLength' | 'again'

/**
 * Takes a file that is sent to an address that was given out: of the length and type that were signed, in time, once.
 * Nothing is read of one that says otherwise of itself, and no byte more than was signed of one that lies.
 */
export async function receiveUpload({ id, query, contentType, length, content }: Sent, now = new Date()): Promise<Received> {
  const terms = isId(id) ? readSignedUrl('PUT', id, query, ['in', 'bytes', 'type'], now) : null
  if (!terms) return 'unsigned'
  const bytes = Number(terms.bytes)
  if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== terms.type) return 'otherType'
  if (length !== bytes) return 'otherLength'
  const organizationId = terms.in
  const where = { organizationId, id, status: 'AWAITED' as const, removedAt: null, uploadSha256: null }
  const file = await prisma.visitorFile.findFirst({ where, include: { visitor: { select: keyedVisitor } } })
  if (!file?.visitor.key) return (await prisma.visitorFile.count({ where: { organizationId, id, removedAt: null } })) > 0 ? 'again' : 'gone'
  const spooled = await spool(content, bytes, await fileKeyOf(file.visitor), placeOf(file, 'upload')).catch((error: unknown) => {
    if (error instanceof TooLong) return null
    throw error
  })
  if (!spooled) return 'otherLength'
  if (!(await storage.take(keyOf(file, 'upload'), spooled.path))) return 'again'
  const uploadSha256 = new Uint8Array(spooled.sha256)
  const { count } = await prisma.visitorFile.updateMany({ where, data: { uploadSha256 } })
  return count === 1 ? 'received' : 'again'
}
