import type { Ctx } from '../../core/ctx'
import type { Failure } from '../../core/errors'
import { invalid } from '../../core/failures'
import { integratorScopes } from '../../core/permissions'
import { translate } from '../../infra/i18n'

/** Scopes that the caller may allow an application: those that they hold for the whole organization themselves. */
export const grantableScopes = (ctx: Pick<Ctx, 'permissions'>): string[] => integratorScopes.filter((scope) => ctx.permissions.has(scope))

/** A scope in the reader's words. */
const wordsFor = (ctx: Ctx, scope: string): string =>
  (integratorScopes as readonly string[]).includes(scope)
    ? translate(ctx.language, `devconsole.permissions.${scope.replace(':', '_')}`)
    : scope

/** Refuses scopes that are not among those that may be given. @param key text under `errors` with a place for the scopes */
export function refuseBeyond(ctx: Ctx, scopes: readonly string[], allowed: readonly string[], key: string): Failure | null {
  const beyond = scopes.filter((scope) => !allowed.includes(scope))
  if (beyond.length === 0) return null
  return invalid(ctx, [{ path: ['scopes'], key, values: { rights: beyond.map((scope) => wordsFor(ctx, scope)).join(', ') } }])
}
