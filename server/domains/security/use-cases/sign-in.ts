import type { z } from 'zod'
import { signInSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { signInThrottle } from '../../../infra/throttle'
import { isIn } from '../policy'
import { hashToken, newToken } from '../token'
import { checkPassword, refuseTooMany, wrongCredentials } from './check-password'
import { mustHaveSecondFactor } from './security-policy'
import { hasSecondFactor, proveSecondFactor } from './take-one-time-code'

/** How long a session lives, in milliseconds: a working day and the evening. */
const sessionLife = 16 * 60 * 60 * 1_000

/** A session that was opened: its token is shown once, to the browser. */
export interface OpenedSession {
  token: string
  expiresAt: Date
}

/**
 * Signs a member of staff in with e-mail, password and the second factor of whoever has one, and opens a session in one of their organizations.
 * @returns the session, or VALIDATION_FAILED, TOO_MANY_ATTEMPTS, INVALID_CREDENTIALS (the same for unknown, suspended and wrong),
 * SECOND_FACTOR_REQUIRED (the password was right; the code is missing or wrong)
 */
export async function signIn(ctx: Ctx, input: z.input<typeof signInSchema>): Promise<OpenedSession | Failure> {
  const { data, failed } = validate(ctx, signInSchema, input)
  if (failed) return failed
  const blocked = await refuseTooMany(ctx, data.email)
  if (blocked) return blocked

  const user = await prisma.user.findUnique({
    where: { email: data.email },
    include: { roles: { orderBy: { id: 'asc' } }, memberships: true },
  })
  const place = user?.status === 'ACTIVE' ? firstPlace(user) : undefined
  const known = user && place ? { userId: user.id, email: data.email, organizationId: place.organizationId } : null
  const passwordHash = known ? (user?.passwordHash ?? null) : null
  const wrong = await checkPassword(ctx, { email: data.email, passwordHash }, data.password)
  if (wrong || !known) return wrong ?? wrongCredentials(ctx)
  const unproven = await proveSecondFactor(ctx, known, data.oneTimeCode)
  if (unproven) return unproven
  await signInThrottle.succeeded(data.email)
  return openSession(ctx, known.userId, known.organizationId)
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

/** Opens a session; one that is good for nothing but enrolling, where a second factor is asked for and missing. */
async function openSession(ctx: Ctx, userId: string, organizationId: string | null): Promise<OpenedSession> {
  const isEnrolling = (await mustHaveSecondFactor(userId)) && !(await hasSecondFactor(userId))
  const token = newToken('gcs_')
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + sessionLife)
  const device = { ip: ctx.request.ip, userAgent: ctx.request.userAgent?.slice(0, 255) ?? null }
  await prisma.session.create({
    data: {
      id: newId(),
      tokenHash: hashToken(token),
      userId,
      organizationId,
      createdAt: now,
      lastSeenAt: now,
      isEnrolling,
      provenAt: now,
      expiresAt,
      ...device,
    },
  })
  return { token, expiresAt }
}
