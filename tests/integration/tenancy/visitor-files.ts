import { randomBytes } from 'node:crypto'
import { newId } from '../../../server/core/ids'
import { fileKeyOf, keyedVisitor, sealPart } from '../../../server/domains/files/stored-file'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

const hash = () => new Uint8Array(randomBytes(32))

/** A photo of a visitor of which everything is known, and a reason that somebody once wrote. @returns its id */
export async function createMarkedFile(org: TestOrganization, mark: string, visitorId: string): Promise<string> {
  const [file, now] = [{ id: newId(), organizationId: org.id }, new Date()]
  const key = await fileKeyOf(await prisma.visitor.findUniqueOrThrow({ where: { id: visitorId }, select: keyedVisitor }))
  const sealedReason = new Uint8Array(sealPart(key, file, 'reason', Buffer.from(`${mark}reason`)))
  const sent = { uploadBytes: 4_711, uploadSha256: hash(), uploadSealed: true, createdAt: now, uploadableTo: now, uploadedAt: now }
  const kept = { contentType: 'image/jpeg', bytes: 4_712, sha256: hash(), hasPreview: true, pages: 1, scannedAt: now, settledAt: now }
  const review = { reviewedAt: now, reviewedById: org.operator.id, rejection: 'STAFF' as const, sealedReason }
  await prisma.visitorFile.create({ data: { ...file, visitorId, kind: 'PHOTO', status: 'READY', ...sent, ...kept, ...review } })
  return file.id
}

/** How long an organization keeps files. */
export async function createFilePolicy(org: TestOrganization): Promise<void> {
  const days = { photoDays: 365, identityDays: 30, insuranceDays: 60, otherDays: 90 }
  await prisma.filePolicy.create({ data: { organizationId: org.id, ...days, scanRequired: false, updatedAt: new Date() } })
}
