import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { OpenedInvite } from '../../../credentials/use-cases/open-invite.sql'
import { withdrawPass } from '../../../credentials/use-cases/revoke-visit-pass'
import { broughtBy } from './find-companions'

/**
 * A guest takes back somebody whom they named: the pass is withdrawn. Doing it again changes nothing.
 * @param invite opened just now, by a browser that may see all of it
 * @returns NOT_FOUND for nobody of theirs, VALIDATION_FAILED for who has come already
 */
export async function takeCompanionBack(ctx: Ctx, invite: OpenedInvite, visitPassId: string): Promise<Failure | null> {
  if (!isId(visitPassId)) return notFound(ctx, 'companion')
  return ctx.transaction(async (tx) => {
    const pass = await tx.visitPass.findFirst({ where: { ...broughtBy(invite.pass.id), id: visitPassId } })
    if (!pass) {
      const gone = await tx.visitPass.count({ where: { id: visitPassId, broughtById: invite.pass.id } })
      return gone > 0 ? null : notFound(ctx, 'companion')
    }
    const isDone = await withdrawPass(ctx, tx, pass, 'companion taken back')
    return isDone ? null : invalid(ctx, [{ path: [], key: 'companionCame' }])
  })
}
