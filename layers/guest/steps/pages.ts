import type { Component } from 'vue'
import type { GuestStepName } from '#shared/guest-step-page'
import CompanionsStep from '#layers/guest/components/steps/CompanionsStep.vue'
import PrivacyStep from '#layers/guest/components/steps/PrivacyStep.vue'
import VehicleStep from '#layers/guest/components/steps/VehicleStep.vue'
import type { StepTexts } from './step-texts'

/** How a step looks, and what it is called. Its component gets `page` and `facts`. */
interface StepPage {
  component: Component
  heading: (texts: StepTexts) => string
}

/** The steps of a guest's way, by the last part of their address. */
export const stepPages: Record<GuestStepName, StepPage> = {
  companions: { component: CompanionsStep, heading: (texts) => texts.companions.title },
  privacy: { component: PrivacyStep, heading: (texts) => texts.privacy.title },
  vehicle: { component: VehicleStep, heading: (texts) => texts.vehicle.title },
}
