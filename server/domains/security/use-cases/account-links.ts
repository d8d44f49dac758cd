import { createHmac } from 'node:crypto'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { newId } from '../../../core/ids'
import type { AccountLink, AccountLinkPurpose } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import { emit } from '../../../infra/outbox'
import { keyFor } from '../../../infra/root-key'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { linkMailThrottle } from '../../../infra/throttle'
import { AccountLinkMade } from '../events'
import { hashToken } from '../token'

/** How long a link works, in milliseconds: an invitation may lie over a holiday, a reset is waited for. */
const life: Record<AccountLinkPurpose, number> = { INVITATION: 7 * 86_400_000, PASSWORD_RESET: 2 * 3_600_000 }

const key = keyFor('account-link')

/** The token of a link: derived from its id, so that the worker can write the mail and the database holds only the hash. */
const tokenOf = (id: string): string => `gcl_${createHmac('sha256', key()).update(id).digest('base64url')}`

/** The page at which a link is used. The token stands behind the #: no server, log or referrer sees it. */
export const accountLinkUrl = (id: string): string => new URL(`/set-password#${tokenOf(id)}`, env.PUBLIC_URL).href

/** Whether a link still works. */
export const isUsable = (link: Pick<AccountLink, 'usedAt' | 'expiresAt'>, now: Date): boolean => !link.usedAt && link.expiresAt > now

/** Makes a one-time link and asks the worker to mail it. Links made before for the same person here stop working. */
export async function makeAccountLink(ctx: Ctx, tx: TenantTransaction, userId: string, purpose: AccountLinkPurpose): Promise<void> {
  const [id, now, organizationId] = [newId(), ctx.now(), organizationOf(ctx)]
  await withdrawAccountLinks(tx, userId, now)
  const expiresAt = new Date(now.getTime() + life[purpose])
  await tx.accountLink.create({
    data: { id, organizationId, userId, purpose, tokenHash: hashToken(tokenOf(id)), createdAt: now, expiresAt },
    select: { id: true },
  })
  await emit(tx, organizationId, AccountLinkMade, { accountLinkId: id }, now)
}

/** Whether a person may be mailed another link now. @returns TOO_MANY_ATTEMPTS after too many to them, or from the organization */
export async function refuseTooManyLinks(ctx: Ctx, email: string): Promise<Failure | null> {
  const wait = await linkMailThrottle.take(organizationOf(ctx), email)
  return wait > 0 ? failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyLinks', { retryAfterSeconds: wait }) : null
}

/** Makes every open link of a person in this organization useless. */
export async function withdrawAccountLinks(tx: TenantTransaction, userId: string, now: Date): Promise<void> {
  await tx.accountLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } })
}
