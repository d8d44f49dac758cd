import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A site with one gate that a mutation may change or close. Its texts are marked. */
export async function createPlace(org: TestOrganization, mark: string): Promise<{ Site: string; Gate: string }> {
  const [siteId, id] = [newId(), newId()]
  const texts = { address: `${mark}address`, directions: `${mark}directions`, whatToBring: `${mark}bring` }
  await prisma.site.create({ data: { id: siteId, organizationId: org.id, name: `${mark}site`, timeZone: 'Europe/Berlin', ...texts } })
  await prisma.gate.create({ data: { id, organizationId: org.id, siteId, name: `${mark}gate` } })
  return { Site: siteId, Gate: id }
}
