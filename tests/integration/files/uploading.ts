import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { VisitorFileKind } from '../../../shared/visitor-files'
import { systemCtx } from '../../../server/core/ctx'
import { takeUpload } from '../../../server/domains/files/use-cases/take-upload'
import { processVisitorFile } from '../../../server/domains/files/use-cases/process-visitor-file'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A browser. */
export const browser = () => new Uint8Array(randomBytes(32))

/** Whose file it is, and what a test may want otherwise than a photo. */
export interface Sending {
  kind?: VisitorFileKind
  replacesId?: string
  browserHash?: Uint8Array<ArrayBuffer>
}

/** Sends a file as a guest does, piece by piece. */
export function send(
  org: TestOrganization,
  visitorId: string,
  content: Buffer,
  { kind = 'PHOTO', replacesId, browserHash = browser() }: Sending = {},
) {
  const pieces = Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += 60_000) yield content.subarray(at, at + 60_000)
    })(),
  )
  return takeUpload(systemCtx(org.id), { visitorId, kind, replacesId: replacesId ?? null, browserHash, content: pieces })
}

/** Sends a file and does the worker's part. @returns its row */
export async function sendAndSettle(org: TestOrganization, visitorId: string, content: Buffer, sending: Sending = {}) {
  const sent = await send(org, visitorId, content, sending)
  if (typeof sent === 'string') throw new Error(`Not taken: ${sent}`)
  await settle(org, sent.id)
  return prisma.visitorFile.findUniqueOrThrow({ where: { id: sent.id } })
}

/** Does the worker's part. */
export const settle = (org: TestOrganization, visitorFileId: string): Promise<void> =>
  processVisitorFile({ organizationId: org.id, eventId: '' }, { visitorFileId })
