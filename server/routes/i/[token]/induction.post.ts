import { passInduction } from '../../../domains/visitor-types/use-cases/pass-induction'
import { guestStepFormRoute } from '../../../guest/guest-form'
import { chosenAnswers, inductionPage } from '../../../guest/induction'

/** A guest has read the induction and answers its questions. Wrong answers are shown beside what they are about. */
export default guestStepFormRoute(async (_, { ctx, invite, fields }) => {
  const chosen = chosenAnswers(fields)
  const answer = await passInduction(ctx, invite.pass.id, { version: Number(fields.get('version') ?? 0) || 0, chosen })
  if (answer === 'passed') return null
  if (answer === 'tooLate') return answer
  const isChanged = answer === 'changed'
  return (await inductionPage(ctx, invite, { chosen, wrong: isChanged ? [] : answer, isChanged })) ?? 'tooLate'
})
