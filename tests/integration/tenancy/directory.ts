import { newId } from '../../../server/core/ids'
import { hashToken, newToken } from '../../../server/core/token'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** Makes a token of the organization's directory. @returns its id */
export async function createDirectoryToken(org: TestOrganization, dates: { revokedAt?: Date } = {}): Promise<string> {
  const [id, createdAt] = [newId(), new Date()]
  const about = { hint: 'x', createdAt, expiresAt: new Date(createdAt.getTime() + 86_400_000), lastUsedAt: createdAt }
  await prisma.provisioningToken.create({
    data: { id, organizationId: org.id, tokenHash: hashToken(newToken('gcr_')), ...about, ...dates },
  })
  return id
}

/** What the organization's directory has sent: a person, a group that brings a role, and who has it by that. */
export async function createDirectory(org: TestOrganization, mark: string, roleId: string): Promise<Record<string, string>> {
  const [organizationId, userId, groupId, now] = [org.id, org.operator.id, newId(), new Date()]
  const names = { externalId: `${mark}external`, givenName: `${mark}given`, familyName: `${mark}family` }
  await prisma.provisionedUser.create({ data: { organizationId, userId, ...names, updatedAt: now, deactivatedAt: now, removedAt: now } })
  const group = { id: groupId, displayName: `${mark}group`, externalId: `${mark}group`, version: 1, createdAt: now, updatedAt: now }
  await prisma.provisionedGroup.create({ data: { organizationId, ...group } })
  await prisma.provisionedGroupMember.create({ data: { organizationId, groupId, userId } })
  await prisma.provisionedGroupRole.create({ data: { organizationId, groupId, roleId, rights: [], createdAt: now } })
  await prisma.provisionedRole.create({ data: { organizationId, userId, roleId } })
  return { ProvisionedGroup: groupId, ProvisioningToken: await createDirectoryToken(org, { revokedAt: now }) }
}
