import { randomBytes } from 'node:crypto'
import { systemCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** How an organization keeps visitors and lets its people in. */
export async function createPolicies(org: TestOrganization, roleId: string): Promise<void> {
  const [organizationId, updatedAt] = [org.id, new Date()]
  await prisma.retentionPolicy.create({ data: { organizationId, contactDays: 30, visitorDays: 365, updatedAt } })
  await prisma.securityPolicy.create({ data: { organizationId, passwordMinimum: 12, secondFactor: 'OPTIONAL', updatedAt } })
  await prisma.securityPolicyRole.create({ data: { organizationId, roleId } })
}

/** Erases a visitor. @returns the receipt's id */
export async function createErasure(org: TestOrganization, visitorId: string): Promise<string> {
  const erasure = await eraseOnce(systemCtx(org.id), visitorId, { reason: 'x' })
  if (!erasure) throw new Error('Nobody was there to be erased')
  return erasure.id
}

/** A mail about a change of somebody's account that is still to be sent. */
export async function createAccountNotice(org: TestOrganization): Promise<string> {
  const notice = { id: newId(), organizationId: org.id, userId: org.operator.id, change: 'TOTP_ENABLED' as const }
  await prisma.accountNotice.create({ data: { ...notice, createdAt: new Date() } })
  return notice.id
}

/** A passkey of somebody. @returns its id */
export async function createPasskey(userId: string): Promise<string> {
  const bytes = () => new Uint8Array(randomBytes(32))
  const what = { credentialHash: bytes(), credentialId: bytes(), publicKey: bytes(), counter: 0, name: 'x' }
  const { id } = await prisma.passkey.create({ data: { id: newId(), userId, ...what, createdAt: new Date() } })
  return id
}
