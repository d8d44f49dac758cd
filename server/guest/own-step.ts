import type { H3Event } from 'h3'
import type { RememberedName } from '#shared/guest-details'
import type { GoneFacts, GuestStepName, GuestSteps } from '#shared/guest-step-page'
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
}

/** A form that was taken. */
export interface Taken {
  /** What was done: the page on which the guest goes on words it. */
  done: string
  /** The step on which they go on; empty for the invite itself, the same step when it is left out. */
  to?: GuestStepName | ''
}

/** The guest was erased: their invite opens no more, and this is the last that they see of it. */
export interface Gone {
  gone: GoneFacts
}

/** What became of a form: taken, or wrong, in which case the page comes again with what was typed. */
export type StepOutcome = Taken | Gone | { errors: Record<string, string>; problem?: string } | Failure

/** What a step knows and does. Nothing is decided here: it calls use-cases. */
export interface StepRoute<Name extends GuestStepName = GuestStepName> {
  /** What the page shows; null for a guest who has no such step: their address is unknown then. */
  open: (visit: GuestVisit) => Promise<GuestSteps[Name] | null>
  /** Fields of its form that the guest's browser may remember for the next visit; they are offered there as they were typed. */
  remembers?: readonly RememberedName[]
  /** Takes the form of the page. */
  submit?: (visit: GuestVisit, fields: URLSearchParams) => Promise<StepOutcome>
}

/** What is wrong with a form, by field: the last part of the path by which the failure names it. */
export function wrongIn(outcome: Exclude<StepOutcome, Taken | Gone>): { errors: Record<string, string>; problem: string | null } {
  if (!isFailure(outcome)) return { errors: outcome.errors, problem: outcome.problem ?? null }
  const fields = outcome.fields ?? []
  const errors = Object.fromEntries(fields.map(({ path, message }) => [path.slice(1).join('.'), message]))
  return { errors, problem: Object.keys(errors).some(Boolean) ? null : (fields[0]?.message ?? outcome.message) }
}
