import type { GuestStep } from '#shared/guest-steps'
import type { Ctx } from '../core/ctx'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { guestQuestions } from '../domains/visitor-types/use-cases/answer-as-guest'
import { guestAgreements } from '../domains/visitor-types/use-cases/guest-agreements'
import { hasGivenPapers } from '../domains/visitor-types/use-cases/guest-papers'
import { guestInduction } from '../domains/visitor-types/use-cases/pass-induction'

/** Says which steps of one kind there are for an invite. Looks into the database only where the pass itself says that there is something. */
type StepSource = (invite: OpenedInvite, ctx: Ctx) => GuestStep[] | Promise<GuestStep[]>

const reply: StepSource = ({ pass }) => [{ step: 'reply', state: pass.reply === 'CONFIRMED' ? 'done' : 'todo', href: '#answer' }]

/** What the type of the guest asks them. */
const details: StepSource = async ({ pass }, ctx) => {
  const asked = pass.visitorTypeId ? await guestQuestions(ctx, pass.id) : null
  if (!asked) return []
  const state = asked.isAnswered ? 'done' : asked.fields.some(({ required }) => required) ? 'todo' : 'optional'
  return [{ step: 'details', state, href: 'details' }]
}

/** A photo and documents may be given by everybody; a type may ask for them. */
const documents: StepSource = async ({ pass, hasFiles }, ctx) => {
  const areThere = pass.visitorTypeId ? await hasGivenPapers(ctx, pass.id) : null
  const state = areThere === null ? (hasFiles ? 'done' : 'optional') : areThere ? 'done' : 'todo'
  return [{ step: 'documents', state, href: 'documents' }]
}

const induction: StepSource = async ({ pass }, ctx) => {
  const asked = pass.visitorTypeId ? await guestInduction(ctx, pass.id) : null
  return asked ? [{ step: 'induction', state: asked.isPassed ? 'done' : 'todo', href: 'induction' }] : []
}

const agreements: StepSource = async ({ pass }, ctx) => {
  const asked = pass.visitorTypeId ? await guestAgreements(ctx, pass.id) : []
  return asked.map(({ id, title, isSigned }) => ({
    step: 'agreement',
    name: title,
    state: isSigned ? 'done' : 'todo',
    href: `agreements/${id}`,
  }))
}

const companions: StepSource = ({ companions: { limit, brought } }) =>
  limit > 0 || brought > 0 ? [{ step: 'companions', state: brought > 0 ? 'done' : 'optional', href: 'companions' }] : []

const vehicle: StepSource = ({ pass }) => [{ step: 'vehicle', state: pass.sealedPlate ? 'done' : 'optional', href: 'vehicle' }]

/** In the order in which they stand on the page. */
const sources: readonly StepSource[] = [reply, details, documents, induction, agreements, companions, vehicle]

/** What a guest does before they come, in order; nothing for who has declined. */
export async function guestSteps(invite: OpenedInvite, ctx: Ctx): Promise<GuestStep[]> {
  if (invite.pass.reply === 'DECLINED') return []
  return (await Promise.all(sources.map((source) => source(invite, ctx)))).flat()
}
