import { organizationOf, type Ctx } from '../../../../core/ctx'
import { prisma } from '../../../../infra/db'
import { sessionOwner } from '../list-sessions'

/** For how long a provider, or what it says of a person for the first time, is new, in milliseconds. */
const newFor = 24 * 3_600_000

/**
 * Whether the caller came in by a provider that was set up or changed, or first said who they are, within a day: whoever runs it could be
 * anybody of the organization, and the person would not have seen the notice yet.
 */
export async function cameByNewProvider(ctx: Ctx): Promise<boolean> {
  const { id: userId, sessionId } = sessionOwner(ctx)
  const { providerOrganizationId } = await prisma.session.findUniqueOrThrow({
    where: { id: sessionId },
    select: { providerOrganizationId: true },
  })
  if (!providerOrganizationId) return false
  const [organizationId, since] = [organizationOf(ctx), { gt: new Date(ctx.now().getTime() - newFor) }]
  const [provider, identity] = await Promise.all([
    prisma.identityProvider.findFirst({ where: { organizationId, updatedAt: since }, select: { organizationId: true } }),
    prisma.externalIdentity.findFirst({ where: { organizationId, userId, createdAt: since }, select: { id: true } }),
  ])
  return !!provider || !!identity
}
