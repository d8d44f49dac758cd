import type { z } from 'zod'
import { fileUploadSchema } from '#shared/schemas/files'
import { actorId } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { failure, invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import type { VisitorFile } from '../../../generated/prisma/client'
import { signedUrl } from '../../../infra/signed-url'
import { storage, type PresignedUpload } from '../../../infra/storage'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { fileThrottle } from '../../../infra/throttle'
import { servedVisitors } from '../policy'
import { keyOf } from '../stored-file'
import { listVisitorFiles, type VisitorFileRow } from './list-visitor-files'
import { roomFor } from './take-upload'

/** A file that is awaited, and the request by which it is sent. */
export interface FileUpload {
  visitorFile: VisitorFileRow
  url: string
  headers: { name: string; value: string }[]
  expiresAt: Date
}

/** How long an address to upload to holds, in milliseconds. */
const holds = 15 * 60_000

type Awaited = Pick<VisitorFile, 'id' | 'organizationId' | 'uploadBytes' | 'contentType' | 'uploadSealed' | 'uploadableTo'>

/** The request by which the file comes: to the store itself where integrators reach it, else to this server. */
async function requestFor(file: Awaited, now: Date): Promise<PresignedUpload> {
  const [type, expires] = [file.contentType ?? '', file.uploadableTo ?? now]
  const seconds = Math.max(1, Math.floor((expires.getTime() - now.getTime()) / 1_000))
  const direct = file.uploadSealed ? null : await storage.presignPut(keyOf(file, 'upload'), { bytes: file.uploadBytes, type, seconds })
  const terms = { in: file.organizationId, bytes: String(file.uploadBytes), type }
  const headers = { 'content-type': type, 'content-length': terms.bytes }
  return direct ?? { url: signedUrl({ method: 'PUT', file: file.id, terms, expires }), headers }
}

/**
 * Gives out an address to which one file of a visitor is sent, of just this length and type, within a quarter of an hour. The same
 * idempotency key finds the same address.
 * @returns the file that is awaited, or NOT_FOUND, VALIDATION_FAILED, TOO_MANY_ATTEMPTS, IDEMPOTENCY_KEY_REUSED
 */
export async function createFileUpload(ctx: Ctx, input: z.input<typeof fileUploadSchema>): Promise<FileUpload | Failure> {
  const served = servedVisitors(ctx)
  const { data, failed } = validate(ctx, fileUploadSchema, input)
  if (failed) return failed
  if (!isId(data.visitorId)) return notFound(ctx, 'visitorId')
  const wait = await fileThrottle.takeUpload(actorId(ctx) ?? organizationOf(ctx))
  if (wait > 0) return failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyAttempts', { retryAfterSeconds: wait })
  const { idempotencyKey, ...asked } = data
  const request = { key: idempotencyKey, operation: 'createVisitorFileUpload', input: asked }
  const find = (id: string) => ctx.db.visitorFile.findUnique({ where: { id } })
  const file = await once<VisitorFile>(ctx, request, find, async (tx) => {
    const visitor = await tx.visitor.findFirst({ where: { id: asked.visitorId, erasedAt: null, AND: [served] }, select: { id: true } })
    return visitor ? awaitFile(ctx, tx, asked) : notFound(ctx, 'visitorId')
  })
  if (isFailure(file)) return file
  const { url, headers } = await requestFor(file, ctx.now())
  const [visitorFile] = await listVisitorFiles(ctx, { id: file.id })
  if (!visitorFile) return notFound(ctx, 'visitorId')
  const named = Object.entries(headers).map(([name, value]) => ({ name, value }))
  return { visitorFile, url, headers: named, expiresAt: file.uploadableTo ?? ctx.now() }
}

async function awaitFile(
  ctx: Ctx,
  tx: TenantTransaction,
  { visitorId, kind, bytes, contentType }: Pick<z.output<typeof fileUploadSchema>, 'visitorId' | 'kind' | 'bytes' | 'contentType'>,
): Promise<VisitorFile | Failure> {
  const [organizationId, now] = [organizationOf(ctx), ctx.now()]
  const room = await roomFor(tx, organizationId, { visitorId, kind, replacesId: null })
  if (room === 'gone') return notFound(ctx, 'visitorId')
  if (room === 'full') return invalid(ctx, [{ path: ['kind'], key: 'filesFull' }])
  const file = { id: newId(), organizationId }
  const isDirect = (await storage.presignPut(keyOf(file, 'upload'), { bytes, type: contentType, seconds: 1 })) !== null
  const what = { kind, contentType, uploadBytes: bytes, uploadSealed: !isDirect, uploadableTo: new Date(now.getTime() + holds) }
  return tx.visitorFile.create({ data: { ...file, visitorId, status: 'AWAITED', ...what, createdAt: now } })
}
