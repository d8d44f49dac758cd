import type { VisitorFileKind } from '#shared/visitor-files'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { readSignedUrl, signedUrl } from '../../../infra/signed-url'
import { authorizeWithin } from '../../../core/authorize'
import { visitorsWithin } from '../../../core/within'
import { revealableFiles } from '../policy'
import { listVisitorFiles, type VisitorFileRow } from './list-visitor-files'
import { readFile, type ReadFile } from './read-file'

/** A file that may be looked into for a minute. */
export interface RevealedFile {
  visitorFile: VisitorFileRow
  /** Shows it; null for what no browser is to show. */
  url: string | null
  previewUrl: string | null
  downloadUrl: string
  expiresAt: Date
}

/** How long an address shows a file, in milliseconds: long enough for a page to load it. */
const holds = 60_000

const terms = ['in', 'part', 'as'] as const

function revealed(organizationId: string, visitorFile: VisitorFileRow, now: Date): RevealedFile {
  const expires = new Date(now.getTime() + holds)
  const address = (part: 'main' | 'preview', as: 'show' | 'save') =>
    signedUrl({ method: 'GET', file: visitorFile.id, terms: { in: organizationId, part, as }, expires })
  const isPicture = visitorFile.contentType === 'image/jpeg'
  return {
    visitorFile,
    url: isPicture ? address('main', 'show') : null,
    previewUrl: visitorFile.hasPreview ? address('preview', 'show') : null,
    downloadUrl: address('main', 'save'),
    expiresAt: expires,
  }
}

/**
 * Shows the photo and the documents of a visitor, and notes who looked.
 * @returns those that can be looked into, or NOT_FOUND
 */
export async function revealVisitorFiles(
  ctx: Ctx,
  { visitorId, kind }: { visitorId: string; kind?: VisitorFileKind | null | undefined },
): Promise<RevealedFile[] | Failure> {
  const visible = visitorsWithin(authorizeWithin(ctx, 'visitor:reveal'))
  const visitor =
    isId(visitorId) && (await ctx.db.visitor.findFirst({ where: { id: visitorId, AND: [visible], erasedAt: null }, select: { id: true } }))
  if (!visitor) return notFound(ctx, 'visitorId')
  const where = { AND: [revealableFiles(ctx)], visitorId, status: 'READY' as const, ...(kind ? { kind } : {}) }
  const files = await listVisitorFiles(ctx, where)
  if (files.length > 0) {
    const details = { files: files.map(({ id, kind: each }) => ({ id, kind: each })) }
    await ctx.transaction((tx) => audit(ctx, tx, 'visitor_file.reveal', { type: 'Visitor', id: visitorId }, details))
  }
  return files.map((file) => revealed(organizationOf(ctx), file, ctx.now()))
}

/** A file that an address shows, and whether it is to be saved. */
export interface ShownFile extends ReadFile {
  isSaved: boolean
}

/** Reads the file that a signed address shows; null for one that we did not sign, whose minute is over, or whose file has gone. */
export async function readRevealed(id: string, query: Record<string, unknown>, now = new Date()): Promise<ShownFile | null> {
  const granted = isId(id) ? readSignedUrl('GET', id, query, terms, now) : null
  if (!granted) return null
  const file = await readFile(granted.in, id, granted.part === 'preview' ? 'preview' : 'main')
  return file && { ...file, isSaved: granted.as !== 'show' || !file.contentType.startsWith('image/') }
}
