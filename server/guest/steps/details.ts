import { createHash } from 'node:crypto'
import type { VisitorField } from '#shared/visitor-types/form'
import { answerAsGuest, guestQuestions } from '../../domains/visitor-types/use-cases/answer-as-guest'
import { translate } from '../../infra/i18n'
import type { StepRoute } from '../step'

/** What stands before the key of a field in the name of its input. */
const prefix = 'answer.'

/** A question is the same, in whichever type it stands, when it is worded the same and offers the same: a key may be anything's. */
const sameQuestion = ({ kind, label, choices }: VisitorField): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, label, choices]))
    .digest('base64url')
    .slice(0, 12)

/** What the type of a guest asks them. */
export const detailsStep: StepRoute<'details'> = {
  isBefore: true,
  open: async ({ ctx, invite: { pass } }) => {
    const asked = pass.visitorTypeId ? await guestQuestions(ctx, pass.id) : null
    if (!asked) return 'back'
    const { fields, answers, isAnswered } = asked
    return {
      questions: fields.map((field) => ({ field, name: prefix + field.key, value: isAnswered ? (answers[field.key] ?? '') : null })),
    }
  },
  remembers: ({ questions }) => Object.fromEntries(questions.map(({ field, name }) => [name, sameQuestion(field)])),
  submit: async ({ ctx, invite: { pass } }, fields) => {
    const typed = [...fields].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []))
    const problems = await answerAsGuest(ctx, pass.id, Object.fromEntries(typed) as Record<string, string>)
    if (problems === 'tooLate') return { back: problems }
    if (problems.length === 0) return { done: null, to: '' }
    return { errors: Object.fromEntries(problems.map(({ key, error, values }) => [prefix + key, translate(ctx.language, error, values)])) }
  },
}
