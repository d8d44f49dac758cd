import type { GuestStep } from '#shared/guest-steps'
import { agreementSteps } from './agreements'
import { inductionSteps } from './induction'
import { hasGivenPapers } from '../domains/visitor-types/use-cases/guest-papers'
import { guestQuestions } from '../domains/visitor-types/use-cases/answer-as-guest'
import type { Ctx } from '../core/ctx'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'

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

/** The photo and the documents that the type asks for. */
const papers: StepSource = async ({ pass }, ctx) => {
  const areThere = pass.visitorTypeId ? await hasGivenPapers(ctx, pass.id) : null
  return areThere === null ? [] : [{ step: 'documents', state: areThere ? 'done' : 'todo', href: 'documents' }]
}

const companions: StepSource = ({ companions: { limit, brought } }) =>
  limit > 0 || brought > 0 ? [{ step: 'companions', state: brought > 0 ? 'done' : 'optional', href: 'companions' }] : []

const vehicle: StepSource = ({ pass }) => [{ step: 'vehicle', state: pass.sealedPlate ? 'done' : 'optional', href: 'vehicle' }]

/** In the order in which they stand on the page. */
const sources: readonly StepSource[] = [reply, details, papers, inductionSteps, agreementSteps, companions, vehicle]

/** What a guest does before they come, in order; nothing for who has declined. */
export async function guestSteps(invite: OpenedInvite, ctx: Ctx): Promise<GuestStep[]> {
  if (invite.pass.reply === 'DECLINED') return []
  return (await Promise.all(sources.map((source) => source(invite, ctx)))).flat()
}
