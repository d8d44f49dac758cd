import type { H3Event } from 'h3'
import type { GoneFacts, GuestStepName, GuestSteps } from '#shared/guest-step-page'
import type { GuestProblem } from '#shared/invite'
import type { Ctx } from '../core/ctx'
import { isFailure, type Failure } from '../core/errors'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'

/** A guest who has opened their invite and may see all of it. */
export interface GuestVisit {
  event: H3Event
  /** Inside the organization, without a right: in the language of the page. */
  ctx: Ctx
  invite: OpenedInvite
  /** The last part of the invite link. */
  token: string
  /** What the address names beside the step: an agreement. */
  part: string
}

/** A form that was taken. */
export interface Taken {
  /** What was done: the page on which the guest goes on words it; null where that page shows it anyway. */
  done: string | null
  /** The step on which they go on; empty for the invite itself, the same step when it is left out. */
  to?: GuestStepName | ''
}

/** The guest was erased: their invite opens no more, and this is the last that they see of it. */
export interface Gone {
  gone: GoneFacts
}

/** There is nothing to do here any more: the page of the invite says why. */
export interface Back {
  back: GuestProblem
}

/** A form that cannot be taken: the page comes again with what was typed. */
export interface Wrong {
  /** What to do about it, by the name of the field. */
  errors: Record<string, string>
  /** What is wrong with the form as a whole. */
  problem?: string | null
  /** Fields whose content does not come again: an agreement to what was not read. */
  without?: readonly string[]
  /** The answer's status; 422 where it is left out. */
  status?: number
}

/** What became of a form. */
export type StepOutcome = Taken | Gone | Back | Wrong | Failure

/** What a step knows and does. Nothing is decided here: it calls use-cases. */
export interface StepRoute<Name extends GuestStepName = GuestStepName> {
  /** Whether it is for guests alone who are waited for: others are led back to their invite, which says why. */
  isBefore?: true
  /** What the page shows. Null for a guest who has no such step: their address is unknown then; `back` leads them to their invite. */
  open: (visit: GuestVisit) => Promise<GuestSteps[Name] | null | 'back'>
  /** What the guest's browser may remember for the next visit: fields of the form, and the name under which each is remembered. */
  remembers?: (facts: GuestSteps[Name]) => Record<string, string>
  /** Takes the form of the page. */
  submit?: (visit: GuestVisit, fields: URLSearchParams) => Promise<StepOutcome>
  /** Takes the form of the page as it flows in, with a file. It looks itself at where the form comes from. */
  receive?: (visit: GuestVisit) => Promise<StepOutcome>
}

/** What is wrong with a form, by field: the last part of the path by which the failure names it. */
export function wrongIn(outcome: Wrong | Failure): Wrong {
  if (!isFailure(outcome)) return outcome
  const fields = outcome.fields ?? []
  const errors = Object.fromEntries(fields.map(({ path, message }) => [path.slice(1).join('.'), message]))
  return { errors, problem: Object.keys(errors).some(Boolean) ? null : (fields[0]?.message ?? outcome.message) }
}
