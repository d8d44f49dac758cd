import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { needsConfirmation } from '../../security/use-cases/confirm-identity'
import { cameByNewProvider } from '../../security/use-cases/single-sign-on/came-by-new-provider'

/**
 * What is asked of a second person before their word counts: that they proved lately who they are, and did not come in by a provider
 * that is new, whose owner could be the first.
 * @returns CONFIRMATION_REQUIRED, VALIDATION_FAILED, or null
 */
export async function doubtsOfSecondPerson(ctx: Ctx): Promise<Failure | null> {
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  return (await cameByNewProvider(ctx)) ? invalid(ctx, [{ path: [], key: 'exportNewProvider' }]) : null
}
