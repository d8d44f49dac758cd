import type { VisitorFileKind } from '#shared/visitor-files'
import type { VisitorFileRejection } from '../../../generated/prisma/enums'
import { isPolyglot } from './foreign-content'
import { inspectPdf } from './pdf'
import { remakePicture } from './picture'
import { sniff } from './sniff'

/** What of a file is kept. */
export interface KeptFile {
  main: Buffer
  preview: Buffer | null
  contentType: 'image/jpeg' | 'application/pdf'
  pages: number | null
}

/** The longer side of what is kept: a face, or a page whose small print can be read. */
const sideOf = (kind: VisitorFileKind): number => (kind === 'PHOTO' ? 1_200 : 2_400)

/** Looks at what was sent and makes of it what is kept. @returns it, or why nothing is */
export async function inspectFile(bytes: Buffer, kind: VisitorFileKind): Promise<KeptFile | VisitorFileRejection> {
  const type = await sniff(bytes, kind)
  if (!type) return 'TYPE'
  if (type === 'application/pdf') {
    const { fault, pages } = { pages: null, ...inspectPdf(bytes) }
    if (fault) return fault
    return isPolyglot(bytes, type) ? 'POLYGLOT' : { main: bytes, preview: null, contentType: type, pages }
  }
  if (isPolyglot(bytes, type)) return 'POLYGLOT'
  const made = await remakePicture(bytes, sideOf(kind))
  return typeof made === 'string' ? made : { ...made, contentType: 'image/jpeg', pages: null }
}
