import { answerAsGuest } from '../../../domains/visitor-types/use-cases/answer-as-guest'
import { detailsPage, typedAnswers } from '../../../guest/details'
import { guestStepFormRoute } from '../../../guest/guest-form'

/** A guest answers what the type asks them. What cannot be kept is shown again beside its field, with everything that was typed. */
export default guestStepFormRoute(async (_, { ctx, invite, fields }) => {
  const typed = typedAnswers(fields)
  const problems = await answerAsGuest(ctx, invite.pass.id, typed)
  if (problems === 'tooLate') return problems
  return problems.length === 0 ? null : await detailsPage(ctx, invite, { typed, problems })
})
