import type { GuestStepName } from '#shared/guest-step-page'
import type { StepRoute } from './step'
import { agreementStep } from './steps/agreement'
import { companionsStep } from './steps/companions'
import { detailsStep } from './steps/details'
import { documentsStep } from './steps/documents'
import { inductionStep } from './steps/induction'
import { privacyStep } from './steps/privacy'
import { vehicleStep } from './steps/vehicle'

const steps: { [Name in GuestStepName]: StepRoute<Name> } = {
  agreement: agreementStep,
  companions: companionsStep,
  details: detailsStep,
  documents: documentsStep,
  induction: inductionStep,
  privacy: privacyStep,
  vehicle: vehicleStep,
}

/** Where a step stands below an invite: which it is, and what the address names beside it. */
export interface StepPlace {
  name: GuestStepName
  part: string
  /** The address below that of the invite. */
  place: string
}

const isStep = (name: string): name is GuestStepName => Object.hasOwn(steps, name) && name !== 'agreement'

/** The step at an address below an invite; null where none is. */
export function stepAt(place: string | null | undefined): StepPlace | null {
  const [, first = '', part] = /^([a-z]+)(?:\/([\w-]+))?$/.exec(place ?? '') ?? []
  if (part !== undefined) return first === 'agreements' ? { name: 'agreement', part, place: `${first}/${part}` } : null
  return isStep(first) ? { name: first, part: '', place: first } : null
}

/** A step by its name. */
export const stepOf = (name: GuestStepName): StepRoute => steps[name] as StepRoute
