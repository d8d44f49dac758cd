import { isFailure } from '../../../core/errors'
import type { CheckinRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { enumOf } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { correctPresence } from '../use-cases/presence/correct-presence'

/** Who said where somebody is, where no gate did. */
export const CorrectedByType = enumOf('CorrectedBy', 'Who said where somebody is, where no gate did.', {
  PERSON: 'Somebody with the right to, or a program.',
  HOST: 'The host, by the link of a reminder: nobody saw them leave.',
  CLOCK: 'The policy of the site: nobody saw them leave. `forcedReason` is the part of it, a `CheckOutCause`.',
})

const correctedBy = ({ isCorrection, source }: Pick<CheckinRow, 'isCorrection' | 'source'>) =>
  isCorrection ? (source === 'CLOCK' || source === 'HOST' ? source : 'PERSON') : null

builder.objectFields('Checkin', (t) => ({
  isCorrection: t.exposeBoolean('isCorrection', {
    description: 'No gate made it: it was said where somebody is. Its gate is the one that saw them last.',
  }),
  correctedBy: t.field({
    type: CorrectedByType,
    nullable: true,
    description: 'Of a correction who said it; null for what a gate saw.',
    resolve: correctedBy,
  }),
}))

const SaidPresenceType = enumOf('CorrectedPresence', 'Where somebody is said to be.', {
  INSIDE: 'Inside.',
  LEFT: 'Gone.',
})

const CorrectPresenceInput = builder.inputType('CorrectPresenceInput', {
  description: 'Of whom it is said, what, and why.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'The pass.' }),
    presence: t.field({ type: SaidPresenceType, required: true, description: 'Where they are.' }),
    zoneId: t.id({ description: 'The zone in which they are, or from which they left; absent for none in particular.' }),
    people: t.int({ description: 'Of how many of a group it is said; one if absent.' }),
    moves: t.int({ required: true, description: '`moves` of the pass as its author saw it: whoever was overtaken is told so.' }),
    at: t.field({ type: 'DateTime', description: 'Since when; now if absent. Not before they were seen last.' }),
    reason: t.string({ required: true, description: 'Why: kept with the check-in and in the audit log.' }),
    nonce: t.string({ required: true, description: 'One per correction: sent again, the answer is the same.' }),
    reconciliationId: t.id({ description: 'The count of heads for which it is made.' }),
  }),
})

const CorrectPresenceSuccess = builder.objectRef<{ checkin: CheckinRow }>('CorrectPresenceSuccess').implement({
  description: 'It is written as a check-in of its own; what gates wrote stays.',
  fields: (t) => ({
    checkin: t.field({ type: 'Checkin', description: 'What was written; of several the last.', resolve: ({ checkin }) => checkin }),
  }),
})

builder.mutationField('correctPresence', (t) =>
  t.field({
    type: resultUnion(
      'CorrectPresenceResult',
      [CorrectPresenceSuccess],
      ['NotFound', 'EditConflict', 'ValidationFailed', 'NonceReused'],
      'CorrectPresenceSuccess',
    ),
    description: 'Says where somebody is against what gates have seen: an entry of its own, with a reason, audited.',
    args: { input: t.arg({ type: CorrectPresenceInput, required: true, description: 'Of whom, what and why.' }) },
    resolve: async (_, { input }, ctx) => {
      const checkin = await correctPresence(ctx, {
        ...input,
        visitPassId: localId('VisitPass', input.visitPassId),
        zoneId: optionalLocalId('Zone', input.zoneId),
        reconciliationId: optionalLocalId('Reconciliation', input.reconciliationId),
      })
      if (isFailure(checkin)) return checkin
      ctx.load.reset()
      return { checkin }
    },
  }),
)
