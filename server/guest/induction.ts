import type { GuestStep, GuestStepBody } from '#shared/guest-steps'
import type { Ctx } from '../core/ctx'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { guestInduction } from '../domains/visitor-types/use-cases/pass-induction'

/** What stands before the key of a slide in the name of its question's inputs. */
const prefix = 'slide.'

/** The chosen answers in a form that a guest sent. */
export const chosenAnswers = (fields: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...fields].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])))

/** The page of the induction. @param sent what was chosen, which slides are not answered rightly, whether it was changed meanwhile */
export async function inductionPage(
  ctx: Ctx,
  { pass }: OpenedInvite,
  sent?: { chosen: Record<string, string>; wrong: string[]; isChanged: boolean },
): Promise<GuestStepBody | null> {
  const asked = pass.visitorTypeId ? await guestInduction(ctx, pass.id) : null
  if (!asked) return null
  const slides = asked.induction.slides.map(({ key, title, text, question }) => ({
    name: prefix + key,
    title,
    text,
    question: question && { text: question.text, answers: question.answers },
    chosen: sent?.chosen[key] ?? null,
    isWrong: sent?.wrong.includes(key) ?? false,
  }))
  return { kind: 'induction', version: asked.version, isPassed: asked.isPassed, isChanged: sent?.isChanged ?? false, slides }
}

/** The induction as a line of the checklist. */
export async function inductionSteps({ pass }: OpenedInvite, ctx: Ctx): Promise<GuestStep[]> {
  const asked = pass.visitorTypeId ? await guestInduction(ctx, pass.id) : null
  return asked ? [{ step: 'induction', state: asked.isPassed ? 'done' : 'todo', href: 'induction' }] : []
}
