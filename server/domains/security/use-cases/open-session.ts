import { auditOwn } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { hashToken, newToken } from '../token'
import { asPerson, changeAccount } from './account-changes'
import { mustHaveSecondFactor } from './security-policy'
import { hasSecondFactor } from './take-one-time-code'

/** How long a session lives, in milliseconds: a working day and the evening. */
const sessionLife = 16 * 60 * 60 * 1_000

/** A session that was opened: its token is shown once, to the browser. */
export interface OpenedSession {
  token: string
  expiresAt: Date
}

/** By what somebody showed who they are. */
export type SignInMethod = 'PASSWORD' | 'PASSKEY' | 'PROVIDER'

/** What a provider has proved of the person whose session opens. */
export interface ProviderProof {
  /** The provider's organization: the session acts there and nowhere else. */
  organizationId: string
  /** A second factor was asked for there, and the organization takes it. */
  hasSecondFactor: boolean
}

/** Whether a person belongs to no other organization: then what one's provider proves, it proves of the whole account. */
async function isOnlyIn(userId: string, organizationId: string): Promise<boolean> {
  const elsewhere = { userId, OR: [{ organizationId: null }, { organizationId: { not: organizationId } }] }
  const [role, membership] = await Promise.all([
    prisma.userRole.findFirst({ where: elsewhere, select: { id: true } }),
    prisma.membership.findFirst({ where: { userId, organizationId: { not: organizationId } }, select: { id: true } }),
  ])
  return !role && !membership
}

/** Whether a person still has to set up the second factor that one of their organizations asks for. */
export const owesSecondFactor = async (userId: string): Promise<boolean> =>
  (await mustHaveSecondFactor(userId)) && !(await hasSecondFactor(userId))

/** Opens a session, which the audit log tells; one that is good for nothing but enrolling, where a second factor is asked for and missing. */
export async function openSession(
  ctx: Ctx,
  userId: string,
  organizationId: string | null,
  method: SignInMethod,
  provider: ProviderProof | null = null,
): Promise<OpenedSession> {
  const isEnrolling = !provider?.hasSecondFactor && (await owesSecondFactor(userId))
  const isProven = !provider || (await isOnlyIn(userId, provider.organizationId))
  const [token, now] = [newToken('gcs_'), ctx.now()]
  const expiresAt = new Date(now.getTime() + sessionLife)
  const times = { createdAt: now, lastSeenAt: now, provenAt: isProven ? now : null, expiresAt }
  const device = { ip: ctx.request.ip, userAgent: ctx.request.userAgent?.slice(0, 255) ?? null }
  const place = { organizationId, providerOrganizationId: provider?.organizationId ?? null }
  await changeAccount(async (tx) => {
    const id = newId()
    await tx.session.create({ data: { id, tokenHash: hashToken(token), userId, isEnrolling, ...place, ...times, ...device } })
    await auditOwn(asPerson(ctx, userId, organizationId), tx, 'session.open', { type: 'Session', id }, { method, isEnrolling })
  })
  return { token, expiresAt }
}
