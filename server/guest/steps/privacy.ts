import { systemCtx } from '../../core/ctx'
import { notFound } from '../../core/failures'
import { findGuestProof } from '../../domains/credentials/use-cases/find-guest-proof'
import { guestRules } from '../../domains/organizations/use-cases/guest-policy'
import { askErasure } from '../../domains/visitors/use-cases/own-data/ask-erasure'
import { findOwnData } from '../../domains/visitors/use-cases/own-data/find-own-data'
import { guestSessionOf, markOf } from '../../infra/guest-browser'
import { forgetDetails } from '../../infra/guest-details'
import { translate } from '../../infra/i18n'
import { proofOf } from '../proof'
import type { GuestVisit, StepRoute } from '../step'

const proofIn = ({ event, invite, ctx }: GuestVisit) =>
  findGuestProof(invite, { session: guestSessionOf(event), mark: markOf(event) }, ctx.now())

/** What is held of the guest, who received it, and what they can do about it. */
export const privacyStep: StepRoute<'privacy'> = {
  open: async (visit) => {
    const { event, invite, token, ctx } = visit
    const data = await findOwnData(invite.organizationId, invite.pass.visitorId, ctx.now())
    if (!data) return null
    const [access, { privacyContact }] = [await proofIn(visit), await guestRules(systemCtx(invite.organizationId).db)]
    return { ...data, privacyContact, timeZone: invite.timeZone, proof: access === 'fresh' ? null : proofOf(event, token, access) }
  },
  submit: async (visit, fields) => {
    const { ctx, event, invite } = visit
    const problem = (key: string) => ({ errors: {}, problem: translate(ctx.language, `guestSteps.privacy.${key}`) })
    if ((await proofIn(visit)) !== 'fresh') return problem('proveFirst')
    const asked = fields.get('erase')
    if (asked === 'ask') return { done: 'asked' }
    if (asked !== 'confirm') return problem('chooseFirst')
    const answer = await askErasure(ctx, invite.pass.visitorId)
    if (answer === 'waits') return { done: 'waits' }
    if (answer === null) return notFound(ctx)
    forgetDetails(event, invite.organizationId)
    return { gone: { receipt: answer.receipt.id, at: answer.receipt.erasedAt } }
  },
}
