import { hash, verify } from '@node-rs/argon2'
import type { z } from 'zod'
import { signInSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
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

  const user = await prisma.user.findUnique({ where: { email: data.email }, include: { roles: { orderBy: { id: 'asc' } } } })
  decoy ??= hash(newToken(''))
  const matches = await verify(user?.passwordHash ?? (await decoy), data.password)
  if (!user?.passwordHash || !matches || user.status !== 'ACTIVE') {
    await signInThrottle.failed(data.email, ctx.request.ip)
    return failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'invalidCredentials')
  }
  await signInThrottle.succeeded(data.email)
  return openSession(user.id, user.roles[0]?.organizationId ?? null, ctx.now())
}

async function openSession(userId: string, organizationId: string | null, now: Date): Promise<OpenedSession> {
  const token = newToken('gcs_')
  const expiresAt = new Date(now.getTime() + sessionLife)
  await prisma.session.create({ data: { id: newId(), tokenHash: hashToken(token), userId, organizationId, createdAt: now, expiresAt } })
  return { token, expiresAt }
}
