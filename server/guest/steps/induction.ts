import { guestInduction, passInduction } from '../../domains/visitor-types/use-cases/pass-induction'
import { translate } from '../../infra/i18n'
import type { StepRoute } from '../step'

/** What stands before the key of a slide in the name of its question's inputs. */
const prefix = 'slide.'

/** What a guest has to know before they come in. Wrong answers are shown beside what they are about. */
export const inductionStep: StepRoute<'induction'> = {
  isBefore: true,
  open: async ({ ctx, invite: { pass } }) => {
    const asked = pass.visitorTypeId ? await guestInduction(ctx, pass.id) : null
    if (!asked) return 'back'
    const slides = asked.induction.slides.map(({ key, title, text, question }) => ({
      name: prefix + key,
      title,
      text,
      question: question && { text: question.text, answers: question.answers },
    }))
    return { version: asked.version, isPassed: asked.isPassed, slides }
  },
  submit: async ({ ctx, invite: { pass } }, fields) => {
    const chosen = [...fields].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []))
    const version = Number(fields.get('version') ?? 0) || 0
    const answer = await passInduction(ctx, pass.id, { version, chosen: Object.fromEntries(chosen) as Record<string, string> })
    if (answer === 'passed') return { done: null, to: '' }
    if (answer === 'tooLate') return { back: answer }
    const say = (key: string) => translate(ctx.language, `guestSteps.induction.${key}`)
    if (answer === 'changed') return { errors: {}, problem: say('changed') }
    return { errors: Object.fromEntries(answer.map((key) => [prefix + key, say('wrongHere')])), problem: say('wrong') }
  },
}
