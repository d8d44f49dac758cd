import type { GuestStepBody } from '#shared/guest-steps'
import type { AnswerProblem } from '#shared/visitor-types/answers'
import type { Ctx } from '../core/ctx'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { guestQuestions } from '../domains/visitor-types/use-cases/answer-as-guest'
import { translate } from '../infra/i18n'

/** What stands before the key of a field in the name of its input. */
const prefix = 'answer.'

/** The answers in a form that a guest sent. */
export const typedAnswers = (fields: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...fields].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])))

/** The page that asks a guest what their type asks. @param sent what was typed and is wrong */
export async function detailsPage(
  ctx: Ctx,
  { pass }: OpenedInvite,
  sent?: { typed: Record<string, string>; problems: AnswerProblem[] },
): Promise<GuestStepBody | null> {
  const asked = pass.visitorTypeId ? await guestQuestions(ctx, pass.id) : null
  if (!asked) return null
  const questions = asked.fields.map((field) => {
    const problem = sent?.problems.find(({ key }) => key === field.key)
    const value = (sent?.typed ?? asked.answers)[field.key] ?? ''
    return { field, name: prefix + field.key, value, problem: problem ? translate(ctx.language, problem.error, problem.values) : null }
  })
  return { kind: 'details', questions }
}
