import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A type of visitor of a pass, which has waited for an approval. @returns the id of the type */
export async function createVisitorType(org: TestOrganization, mark: string, visitPassId: string): Promise<string> {
  const [id, createdAt] = [newId(), new Date()]
  await prisma.visitorType.create({ data: { id, organizationId: org.id, name: `${mark}type`, createdAt } })
  await prisma.visitPass.update({ where: { id: visitPassId }, data: { visitorTypeId: id }, select: { id: true } })
  const hold = { visitPassId, kind: 'APPROVAL', organizationId: org.id, tellsGuest: true } as const
  await prisma.passHold.create({ data: { ...hold, createdAt, releasedAt: createdAt } })
  return id
}
