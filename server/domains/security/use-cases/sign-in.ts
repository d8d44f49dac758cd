import { hash, verify } from '@node-rs/argon2'
import type { z } from 'zod'
import { signInSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
import { isIn } from '../policy'
import { hashToken, newToken } from '../token'

/** How long a session lives, in milliseconds: a working day and the evening. */
const sessionLife = 16 * 60 * 60 * 1_000

/** A hash of nothing anybody knows: unknown accounts cost the same time as known ones. */
let decoy: Promise<string> | undefined

/** A session that was opened: its token is shown once, to the browser. */
export interface OpenedSession {
  token: string
  expiresAt: Date
}

/**
 * Signs a member of staff in with e-mail and password and opens a session in one of their organizations.
 * @returns the session, or VALIDATION_FAILED, TOO_MANY_ATTEMPTS, INVALID_CREDENTIALS (the same for unknown, suspended and wrong)
 */
export async function signIn(ctx: Ctx, input: z.input<typeof signInSchema>): Promise<OpenedSession | Failure> {
  const { data, failed } = validate(ctx, signInSchema, input)
  if (failed) return failed
  const wait = await signInThrottle.blockedFor(data.email, ctx.request.ip)
  if (wait > 0) return failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyAttempts', { retryAfterSeconds: wait })

  const user = await prisma.user.findUnique({
    where: { email: data.email },
    include: { roles: { orderBy: { id: 'asc' } }, memberships: true },
  })
  decoy ??= hash(newToken(''))
  const matches = await verify(user?.passwordHash ?? (await decoy), data.password)
  const place = user && firstPlace(user)
  if (!user?.passwordHash || !matches || user.status !== 'ACTIVE' || !place) {
    await signInThrottle.failed(data.email, ctx.request.ip)
    return failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'invalidCredentials')
  }
  await signInThrottle.succeeded(data.email)
  return openSession(ctx, user.id, place.organizationId)
}

/** Where a person's session begins: the first organization that gave them a role and lets them in. */
function firstPlace({
  roles,
  memberships,
}: {
  roles: { organizationId: string | null }[]
  memberships: { organizationId: string; acceptedAt: Date | null; suspendedAt: Date | null }[]
}): { organizationId: string | null } | undefined {
  const closed = new Set(memberships.filter((membership) => !isIn(membership)).map(({ organizationId }) => organizationId))
  return roles.find(({ organizationId }) => organizationId === null || !closed.has(organizationId))
}

async function openSession(ctx: Ctx, userId: string, organizationId: string | null): Promise<OpenedSession> {
  const token = newToken('gcs_')
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + sessionLife)
  const device = { ip: ctx.request.ip, userAgent: ctx.request.userAgent?.slice(0, 255) ?? null }
  await prisma.session.create({
    data: { id: newId(), tokenHash: hashToken(token), userId, organizationId, createdAt: now, lastSeenAt: now, expiresAt, ...device },
  })
  return { token, expiresAt }
}
