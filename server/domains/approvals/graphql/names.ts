import type { GraphqlContext } from '../../../graphql/context'
import { encodeGlobalId } from '../../../graphql/global-id'
import type { RoleName } from '../use-cases/describe-requests'
import { findRoles } from '../use-cases/chains/find-choices'

/** Roles by their ids, as the reader calls them. */
export async function findRoleNames(ctx: GraphqlContext, ids: string[]): Promise<RoleName[]> {
  if (ids.length === 0) return []
  return (await findRoles(ctx)).filter(({ id }) => ids.includes(id))
}

/** The global id of the person that a user is in the organization. */
export async function memberIdOf(ctx: GraphqlContext, userId: string | null): Promise<string | null> {
  const member = userId && (await ctx.db.membership.findFirst({ where: { userId }, select: { id: true } }))
  return member ? encodeGlobalId('Member', member.id) : null
}
