import { hash } from '@node-rs/argon2'
import type { z } from 'zod'
import { setPasswordSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { createCtx, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, invalid, validate } from '../../../core/failures'
import type { AccountLinkPurpose, Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { hashToken } from '../token'
import { isUsable } from './account-links'
import { signInThrottle } from '../../../infra/throttle'
import { checkPassword, refuseTooMany } from './check-password'
import { passwordMinimumOf, passwordObjection } from './password-rules'

/** What the page says of a link before it is used. */
export interface OpenedLink {
  purpose: AccountLinkPurpose
  email: string
  organizationName: string
  /** The person has a password already and is asked for it: an invitation by another organization must not change it. */
  asksForPassword: boolean
  passwordMinimum: number
}

const shown = {
  user: { select: { email: true, passwordHash: true, status: true, memberships: true } },
} satisfies Prisma.AccountLinkInclude

async function findLink(token: string, now: Date) {
  if (!/^gcl_[\w-]{43}$/.test(token)) return null
  const link = await prisma.accountLink.findUnique({ where: { tokenHash: hashToken(token) }, include: shown })
  if (!link || !isUsable(link, now) || link.user.status !== 'ACTIVE') return null
  const place = link.user.memberships.find(({ organizationId }) => organizationId === link.organizationId)
  return place && !place.suspendedAt ? link : null
}

type Link = NonNullable<Awaited<ReturnType<typeof findLink>>>
const asksForPassword = ({ purpose, user }: Link): boolean => purpose === 'INVITATION' && user.passwordHash !== null

/** What a one-time link is for; null for one that is unknown, used, expired or withdrawn. Looking does not use it. */
export async function openAccountLink(ctx: Ctx, token: string): Promise<OpenedLink | null> {
  const link = await findLink(token, ctx.now())
  if (!link) return null
  const { name } = await prisma.organization.findUniqueOrThrow({ where: { id: link.organizationId }, select: { name: true } })
  const passwordMinimum = await passwordMinimumOf(link.userId, link.organizationId)
  return { purpose: link.purpose, email: link.user.email, organizationName: name, asksForPassword: asksForPassword(link), passwordMinimum }
}

/** @returns whether this call used the link: of several at once, one does */
async function useLink(ctx: Ctx, link: Link, passwordHash: string | null): Promise<boolean> {
  const now = ctx.now()
  const { id, userId, organizationId } = link
  const person = { ...ctx, actor: { type: 'user' as const, id: userId, sessionId: id }, organizationId }
  const owner = createCtx(person, { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now })
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.accountLink.updateMany({ where: { id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
    if (count === 0) return false
    await tx.membership.updateMany({ where: { organizationId, userId, acceptedAt: null }, data: { acceptedAt: now } })
    if (passwordHash) {
      await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } })
      await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
    }
    const action = link.purpose === 'INVITATION' ? 'user.accept_invitation' : 'user.set_password'
    await audit(owner, tx, action, { type: 'User', id: userId })
    return true
  })
}

/**
 * Uses a one-time link: sets the password, or takes the one the person has, and lets them into the organization.
 * A new password ends every session. A wrong password does not use the link up.
 * @returns the e-mail to sign in with, or VALIDATION_FAILED, NOT_FOUND for a link that does not work, INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS
 */
export async function setPassword(ctx: Ctx, input: z.input<typeof setPasswordSchema>): Promise<{ email: string } | Failure> {
  const { data, failed } = validate(ctx, setPasswordSchema, input)
  if (failed) return failed
  const gone = failure(ctx, 'NotFound', 'NOT_FOUND', 'linkGone', { path: ['input', 'token'] })
  const link = await findLink(data.token, ctx.now())
  if (!link) return gone
  const { email } = link.user
  if (asksForPassword(link)) {
    const refused = (await refuseTooMany(ctx, email)) ?? (await checkPassword(ctx, link.user, data.password))
    if (refused) return refused
    await signInThrottle.succeeded(email, ctx.request.ip)
  } else {
    const objection = await passwordObjection(link.userId, data.password, link.organizationId)
    if (objection) return invalid(ctx, [{ path: ['password'], ...objection }])
  }
  const used = await useLink(ctx, link, asksForPassword(link) ? null : await hash(data.password))
  if (!used) return gone
  announceEnding([link.userId])
  return { email }
}
