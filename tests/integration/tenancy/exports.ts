import { newId } from '../../../server/core/ids'
import { sealForOrganization, sealedColumns } from '../../../server/core/organization-seal'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/** Tests beside the matrix end the files of every organization whose time is over on a clock of theirs: these are not over for long. */
const later = () => new Date(Date.now() + 60 * 24 * 3_600_000)

/** Nobody of the matrix was registered by then: erasing them ends no file. */
const past = new Date('2020-01-01T00:00:00Z')

const settled = { status: 'READY' as const, madeParts: 1, madeRows: 1 }

/** A file of many visitors that is ready for the administrator, and a mail about it. @returns their ids */
export async function createVisitorExport(org: TestOrganization, mark: string): Promise<Record<string, string>> {
  const [organizationId, now, id, partId, noticeId] = [org.id, new Date(), newId(), newId(), newId()]
  const asked = { requesterId: org.orgAdmin.id, reason: 'x', registeredBefore: past, rowCount: 1, requestedAt: now }
  const decided = { needsSecondPerson: true, decidedById: org.securityOfficer.id, decidedAt: now, readyAt: later(), endedAt: null }
  await prisma.visitorExportRequest.create({ data: { id, organizationId, ...asked, ...decided, ...settled } })
  const lines = Buffer.from(`"${mark}line"\r\n`)
  const sealedRows = sealForOrganization(await keyringOf(organizationId), lines, sealedColumns.visitorExport, partId)
  await prisma.visitorExportPart.create({ data: { id: partId, organizationId, visitorExportRequestId: id, position: 0, sealedRows } })
  const notice = { id: noticeId, organizationId, visitorExportRequestId: id, userId: org.orgAdmin.id, about: 'READY' as const }
  await prisma.visitorExportNotice.create({ data: { ...notice, createdAt: now } })
  return { VisitorExportRequest: id, VisitorExportNotice: noticeId }
}

/** A request for a file of many visitors by the developer, who may decide nothing: it waits for a second person. @returns its id */
export async function createWaitingExport(org: TestOrganization): Promise<string> {
  const id = newId()
  const asked = { requesterId: org.developer.id, reason: 'x', registeredBefore: past, rowCount: 1, requestedAt: later() }
  await prisma.visitorExportRequest.create({
    data: { id, organizationId: org.id, ...asked, needsSecondPerson: true, status: 'REQUESTED' },
  })
  return id
}
