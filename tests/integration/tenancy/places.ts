import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A department below another. @returns the id of the one below */
export async function createDepartment(org: TestOrganization, mark: string): Promise<string> {
  const [parentId, id] = [newId(), newId()]
  const organizationId = org.id
  await prisma.department.create({ data: { organizationId, name: `${mark}${parentId}`, id: parentId } })
  await prisma.department.create({ data: { organizationId, name: `${mark}${id}`, id, parentId } })
  return id
}

/** A department to which everybody of the organization belongs. @returns its id */
export async function furnishDepartment(org: TestOrganization, mark: string): Promise<string> {
  const departmentId = await createDepartment(org, mark)
  await prisma.membership.updateMany({ where: { organizationId: org.id }, data: { departmentId } })
  return departmentId
}

/** A site with one gate and one room that a mutation may change or close. Its texts are marked. */
export async function createPlace(org: TestOrganization, mark: string): Promise<{ Site: string; Gate: string; Room: string }> {
  const [siteId, id, roomId] = [newId(), newId(), newId()]
  const told = { directions: `${mark}directions`, whatToBring: `${mark}bring`, parking: `${mark}parking`, entrance: `${mark}entrance` }
  const others = { directionsOther: `${mark}d`, whatToBringOther: `${mark}b`, parkingOther: `${mark}p`, entranceOther: `${mark}e` }
  const texts = { address: `${mark}address`, mapUrl: `https://maps.example/${mark}`, ...told, ...others }
  await prisma.site.create({
    data: { id: siteId, organizationId: org.id, name: `${mark}site`, timeZone: 'Europe/Berlin', ...texts, accessState: { create: {} } },
  })
  await prisma.gate.create({ data: { id, organizationId: org.id, siteId, name: `${mark}gate` } })
  await prisma.room.create({ data: { id: roomId, organizationId: org.id, siteId, name: `${mark}room`, capacity: 4 } })
  return { Site: siteId, Gate: id, Room: roomId }
}
