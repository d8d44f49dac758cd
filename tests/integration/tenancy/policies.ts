import { randomBytes } from 'node:crypto'
import { systemCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { sealClientSecret } from '../../../server/domains/security/single-sign-on/client-secret'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** How an organization keeps visitors and lets its people in. */
export async function createPolicies(org: TestOrganization, roleId: string): Promise<void> {
  const [organizationId, updatedAt] = [org.id, new Date()]
  await prisma.retentionPolicy.create({ data: { organizationId, contactDays: 30, visitorDays: 365, updatedAt } })
  await prisma.securityPolicy.create({ data: { organizationId, passwordMinimum: 12, secondFactor: 'OPTIONAL', updatedAt } })
  await prisma.securityPolicyRole.create({ data: { organizationId, roleId } })
  await prisma.guestPolicy.create({ data: { organizationId, companions: 2, privacyContact: 'x', updatedAt } })
}

/** A provider by which an organization's people sign in, with what hangs on it: a domain, an identity and a sign-in under way. */
export async function setProvider(org: TestOrganization, newRoleId: string): Promise<void> {
  const [organizationId, now] = [org.id, new Date()]
  const names = {
    name: 'x',
    issuer: 'x',
    clientId: 'x',
    samlUrl: 'x',
    samlCertificates: 'x',
    emailClaim: 'x',
    emailVerifiedClaim: 'x',
    nameClaim: 'x',
  }
  const rules = { secondFactor: 'OURS' as const, isEnabled: true, isRequired: false, breakGlassUserId: org.orgAdmin.id, newRoleId }
  const testReport = [{ step: 'DISCOVERY', problem: null, detail: 'x' }]
  const clientSecret = await sealClientSecret(organizationId, 'x')
  const data = { ...names, ...rules, clientSecret, updatedAt: now, testedAt: now, testReport }
  await prisma.identityProvider.upsert({ where: { organizationId }, create: { organizationId, ...data }, update: data })
}

/** The provider of an organization, its domain, and a person whom it knows. */
export async function createProvider(org: TestOrganization, newRoleId: string): Promise<void> {
  const [organizationId, now, userId] = [org.id, new Date(), org.operator.id]
  await setProvider(org, newRoleId)
  const domain = `${org.code}.example`
  await prisma.emailDomain.create({ data: { organizationId, domain, verifiedDomain: domain, createdAt: now, verifiedAt: now } })
  const bytes = () => new Uint8Array(randomBytes(32))
  const identity = { id: newId(), organizationId, userId, issuer: 'x', subjectHash: bytes(), createdAt: now, lastUsedAt: now }
  await prisma.externalIdentity.create({ data: identity })
  const expiresAt = new Date(now.getTime() + 600_000)
  await prisma.providerAttempt.create({
    data: { tokenHash: bytes(), organizationId, purpose: 'SIGN_IN', providerUpdatedAt: now, next: 'x', expiresAt },
  })
}

/** A browser in which a guest has shown who they are, and a code that another is still to answer. */
export async function createGuestAccess(org: TestOrganization, visitPassId: string): Promise<string> {
  const [organizationId, createdAt] = [org.id, new Date()]
  // Long enough for tests beside the matrix that throw away, on a clock of theirs, what has ended in every organization.
  const expiresAt = new Date(createdAt.getTime() + 60 * 86_400_000)
  const row = () => ({ id: newId(), organizationId, visitPassId, createdAt, expiresAt })
  const hash = () => new Uint8Array(randomBytes(32))
  const challenge = await prisma.guestChallenge.create({ data: { ...row(), browserHash: hash() }, select: { id: true } })
  await prisma.guestSession.create({ data: { ...row(), tokenHash: hash() } })
  return challenge.id
}

/** Erases a visitor. @returns the receipt's id */
export async function createErasure(org: TestOrganization, visitorId: string): Promise<string> {
  const erasure = await eraseOnce(systemCtx(org.id), visitorId, { reason: 'x' })
  if (!erasure) throw new Error('Nobody was there to be erased')
  return erasure.id
}

/** The wish of somebody to be erased, who is inside for longer than anything that trials beside these look ahead. */
export async function createErasureWish(
  org: TestOrganization,
  { VisitPass: id, Visitor: visitorId }: { VisitPass: string; Visitor: string },
) {
  const validTo = new Date(Date.now() + 4_000 * 86_400_000)
  await prisma.visitPass.update({ where: { id }, data: { presence: 'INSIDE', insideSince: new Date(), validTo }, select: { id: true } })
  await prisma.erasureWish.create({ data: { organizationId: org.id, visitorId, askedAt: new Date() } })
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
