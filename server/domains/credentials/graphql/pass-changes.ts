import { isFailure, type Failure } from '../../../core/errors'
import type { VisitPassRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { reissueVisitPass } from '../use-cases/reissue-visit-pass'
import { resumeVisitPass } from '../use-cases/resume-visit-pass'
import { revokeVisitPass } from '../use-cases/revoke-visit-pass'
import { suspendVisitPass } from '../use-cases/suspend-visit-pass'

const becauseOf = (name: string, description: string) =>
  builder.inputType(`${name}Input`, {
    description,
    fields: (t) => ({
      visitPassId: t.id({ required: true, description: 'Which pass.' }),
      reason: t.string({ required: true, description: 'Why: kept in the audit log.' }),
    }),
  })

const RevokeVisitPassInput = becauseOf('RevokeVisitPass', 'A pass to withdraw.')
const SuspendVisitPassInput = becauseOf('SuspendVisitPass', 'A pass to suspend.')
const ReissueVisitPassInput = becauseOf('ReissueVisitPass', 'A pass that gets a new code.')
const ResumeVisitPassInput = builder.inputType('ResumeVisitPassInput', {
  description: 'A suspended pass that goes on.',
  fields: (t) => ({ visitPassId: t.id({ required: true, description: 'Which pass.' }) }),
})

const changed = (name: string, description: string) => {
  const success = builder.objectRef<{ visitPass: VisitPassRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ visitPass: t.field({ type: 'VisitPass', description: 'The pass.', resolve: ({ visitPass }) => visitPass }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const answer = async (work: Promise<VisitPassRow | Failure>) => {
  const visitPass = await work
  return isFailure(visitPass) ? visitPass : { visitPass }
}

const passIn = <I extends { visitPassId: string }>(input: I) => ({
  ...input,
  visitPassId: localId('VisitPass', input.visitPassId),
})

builder.mutationFields((t) => ({
  revokeVisitPass: t.field({
    type: changed('RevokeVisitPass', 'The pass is withdrawn: the next scan is denied.'),
    description: 'Withdraws a pass for good.',
    args: { input: t.arg({ type: RevokeVisitPassInput, required: true, description: 'Which pass, and why.' }) },
    resolve: (_, { input }, ctx) => answer(revokeVisitPass(ctx, passIn(input))),
  }),
  suspendVisitPass: t.field({
    type: changed('SuspendVisitPass', 'The pass is suspended: the next scan is denied until it is resumed.'),
    description: 'Sets an ACTIVE pass aside until it is resumed. Leaving stays possible.',
    args: { input: t.arg({ type: SuspendVisitPassInput, required: true, description: 'Which pass, and why.' }) },
    resolve: (_, { input }, ctx) => answer(suspendVisitPass(ctx, passIn(input))),
  }),
  resumeVisitPass: t.field({
    type: changed('ResumeVisitPass', 'The pass goes on: ACTIVE, or in the state to which its visit came meanwhile.'),
    description: 'Lets a suspended pass go on.',
    args: { input: t.arg({ type: ResumeVisitPassInput, required: true, description: 'Which pass.' }) },
    resolve: (_, { input }, ctx) => answer(resumeVisitPass(ctx, passIn(input))),
  }),
  reissueVisitPass: t.field({
    type: changed('ReissueVisitPass', 'The pass has a new code and a new link: the earlier ones open nothing.'),
    description: 'Replaces code, short code and invite link of an ACTIVE or suspended pass and sends the guest the new link.',
    args: { input: t.arg({ type: ReissueVisitPassInput, required: true, description: 'Which pass, and why.' }) },
    resolve: (_, { input }, ctx) => answer(reissueVisitPass(ctx, passIn(input))),
  }),
}))
