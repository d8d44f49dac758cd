import type { GuestStepName } from '#shared/guest-step-page'
import type { StepRoute } from './own-step'
import { companionsStep } from './step-routes/companions'
import { privacyStep } from './step-routes/privacy'
import { vehicleStep } from './step-routes/vehicle'

/** The steps of a guest's way, by the last part of their address. */
const steps: { [Name in GuestStepName]: StepRoute<Name> } = {
  companions: companionsStep,
  privacy: privacyStep,
  vehicle: vehicleStep,
}

/** Whether a part of an address names a step. */
export const isStep = (name: string | null | undefined): name is GuestStepName => typeof name === 'string' && Object.hasOwn(steps, name)

/** A step by its name. */
export const stepOf = (name: GuestStepName): StepRoute => steps[name]
