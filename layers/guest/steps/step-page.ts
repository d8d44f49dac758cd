import type { GuestStepName, GuestStepPage } from '#shared/guest-step-page'
import type { Language } from '#shared/i18n/languages'
import { fill, type InviteTexts } from '#layers/guest/invite/invite-texts'
import { inviteView, proofView, type InviteView, type ProofView } from '#layers/guest/invite/invite-view'
import { stepTexts, type StepTexts } from './step-texts'

/** The page of a step, in words. */
export interface StepPageView<Name extends GuestStepName = GuestStepName> extends Omit<GuestStepPage<Name>, 'invite'> {
  /** The title of the document: names the organization, no person. */
  title: string
  heading: string
  /** The language of the heading, where it is not that of the page: an agreement may be there in one alone. */
  headingLanguage: Language | undefined
  texts: InviteTexts & StepTexts
  view: InviteView
  proof: ProofView | null
  /** What was done just now, in words. */
  done: string | null
  /** The path of the invite; that of the step is `<path>/<place>`. */
  path: string
}

/** Words the page of a step, as of now. */
export function stepPageView({ invite, ...step }: GuestStepPage, path: string, now: Date): StepPageView {
  const texts = stepTexts[step.language]
  const view = inviteView(invite, step.language, now, path)
  const called = texts[step.name].title
  const own = step.facts && 'textLanguage' in step.facts ? step.facts : null
  const proof = invite.proof && proofView(invite.proof, view.texts)
  const title = fill(texts.documentTitle, (name) => (name === 'step' ? called : view.organization.name))
  const heading = { heading: own?.title ?? called, headingLanguage: own?.textLanguage }
  return { ...step, title, ...heading, texts: { ...view.texts, ...texts }, view, proof, done: doneOf(texts, step), path }
}

/** What was done, where the step has words for it: an address that somebody made up says nothing. */
function doneOf(texts: StepTexts, { name, form }: Pick<GuestStepPage, 'name' | 'form'>): string | null {
  const words: Record<string, string> = { ...texts.done, ...texts[name].done }
  return form.done !== null && Object.hasOwn(words, form.done) ? (words[form.done] ?? null) : null
}
