import { Prisma } from '../../../generated/prisma/client'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { builtInRoles } from '../../../core/permissions'
import { translate } from '../../../infra/i18n'
import { holds } from '../policy'
import type { RoleRow } from './list-roles'

/** What a role is called and what it lets do. */
export interface RoleContent {
  name: string
  permissions: string[]
}

/** Names that only the product's own roles bear, in every language: nobody may take another role for them. */
const reserved = new Set(
  Object.keys(builtInRoles)
    .flatMap((key) => [key, translate('ru', `admin.roleNames.${key}`), translate('en', `admin.roleNames.${key}`)])
    .map((name) => name.toLowerCase()),
)

/** A right in the reader's words. */
function wordsFor(ctx: Ctx, right: string): string {
  const whole = right.replace(/:own$/, '')
  const words = translate(ctx.language, `admin.rights.${whole.replace(':', '_')}`)
  return whole === right ? words : `${words} (${translate(ctx.language, 'admin.roles.reaches.own').toLowerCase()})`
}

/** Why the caller cannot make a role like this; null when they can. */
export function objectionTo(ctx: Ctx, { name, permissions }: RoleContent): Failure | null {
  if (reserved.has(name.toLowerCase())) return nameTaken(ctx)
  const beyond = permissions.filter((right) => !holds(ctx, right))
  if (beyond.length === 0) return null
  const rights = beyond.map((right) => wordsFor(ctx, right)).join(', ')
  return invalid(ctx, [{ path: ['permissions'], key: 'rightsNotYours', values: { rights } }])
}

/** Another role has this name already. */
export const nameTaken = (ctx: Ctx): Failure => invalid(ctx, [{ path: ['name'], key: 'roleNameTaken' }])

/** Answers with {@link nameTaken} where the database found the name taken. */
export async function orNameTaken<T>(ctx: Ctx, work: Promise<T>): Promise<T | Failure> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return nameTaken(ctx)
    throw error
  }
}

/** What a role holds, as the audit log keeps it. */
export const traceOf = ({ name, permissions }: Pick<RoleRow, 'name' | 'permissions'>) => ({
  name,
  permissions: permissions.map(({ permission }) => permission).sort(),
})
