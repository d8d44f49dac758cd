import type { Ctx } from '../../../core/ctx'
import type { Organization, User } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'

/** Whoever is asking, with what they may do. */
export interface Viewer {
  user: Pick<User, 'id' | 'name' | 'email'> | null
  organization: Organization | null
  hostId: string | null
  permissions: string[]
  /** The session serves for nothing but to enrol the second factor that an organization asks for. */
  isEnrolling: boolean
  /** When the entry of a platform administrator ends. */
  insideUntil: Date | null
  /** The session in which a person asks. */
  sessionId: string | null
}

/** The caller as the API shows it; null for nobody. */
export async function findViewer(ctx: Ctx): Promise<Viewer | null> {
  if (ctx.actor.type === 'anonymous' || ctx.actor.type === 'system') return null
  const [user, organization] = await Promise.all([
    ctx.actor.type === 'user'
      ? prisma.user.findUnique({ where: { id: ctx.actor.id }, select: { id: true, name: true, email: true } })
      : null,
    ctx.organizationId ? prisma.organization.findUnique({ where: { id: ctx.organizationId } }) : null,
  ])
  return {
    user,
    organization,
    hostId: ctx.hostId,
    sessionId: ctx.actor.type === 'user' ? ctx.actor.sessionId : null,
    isEnrolling: ctx.actor.type === 'user' && ctx.actor.isEnrolling === true,
    insideUntil: (ctx.actor.type === 'user' && ctx.actor.insideUntil) || null,
    permissions: [
      ...ctx.permissions,
      ...[...new Set([...ctx.ownPermissions, ...ctx.delegated.keys()])].map((permission) => `${permission}:own`),
      ...[...ctx.narrowed.keys()].map((permission) => `${permission}:narrowed`),
    ].sort(),
  }
}
