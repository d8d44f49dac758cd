import type { Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { isIn } from '../policy'
import { hashToken, newToken } from '../token'
import { mustHaveSecondFactor } from './security-policy'
import { hasSecondFactor } from './take-one-time-code'

/** How long a session lives, in milliseconds: a working day and the evening. */
const sessionLife = 16 * 60 * 60 * 1_000

/** A session that was opened: its token is shown once, to the browser. */
export interface OpenedSession {
  token: string
  expiresAt: Date
}

/** What decides where a person goes in. */
interface Places {
  status: string
  roles: { organizationId: string | null }[]
  memberships: { organizationId: string; acceptedAt: Date | null; suspendedAt: Date | null }[]
}

/** Where a person's session begins: the first organization that gave them a role and lets them in; nowhere for who is suspended. */
export function firstPlace({ status, roles, memberships }: Places): { organizationId: string | null } | undefined {
  if (status !== 'ACTIVE') return undefined
  const closed = new Set(memberships.filter((membership) => !isIn(membership)).map(({ organizationId }) => organizationId))
  return roles.find(({ organizationId }) => organizationId === null || !closed.has(organizationId))
}

/** The same for a person who is known by id. */
export async function placeOfUser(userId: string): Promise<{ organizationId: string | null } | undefined> {
  const user = await prisma.user.findUnique({
    where: { id: userId },
    include: { roles: { orderBy: { id: 'asc' } }, memberships: true },
  })
  return user ? firstPlace(user) : undefined
}

/** Whether a person still has to set up the second factor that one of their organizations asks for. */
export const owesSecondFactor = async (userId: string): Promise<boolean> =>
  (await mustHaveSecondFactor(userId)) && !(await hasSecondFactor(userId))

/** Opens a session; one that is good for nothing but enrolling, where a second factor is asked for and missing. */
export async function openSession(ctx: Ctx, userId: string, organizationId: string | null): Promise<OpenedSession> {
  const isEnrolling = await owesSecondFactor(userId)
  const [token, now] = [newToken('gcs_'), ctx.now()]
  const expiresAt = new Date(now.getTime() + sessionLife)
  const times = { createdAt: now, lastSeenAt: now, provenAt: now, expiresAt }
  const device = { ip: ctx.request.ip, userAgent: ctx.request.userAgent?.slice(0, 255) ?? null }
  await prisma.session.create({
    data: { id: newId(), tokenHash: hashToken(token), userId, organizationId, isEnrolling, ...times, ...device },
  })
  return { token, expiresAt }
}
