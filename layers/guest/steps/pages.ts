import type { Component } from 'vue'
import type { GuestStepName } from '#shared/guest-step-page'
import AgreementStep from '#layers/guest/components/steps/AgreementStep.vue'
import CompanionsStep from '#layers/guest/components/steps/CompanionsStep.vue'
import DetailsStep from '#layers/guest/components/steps/DetailsStep.vue'
import DocumentsStep from '#layers/guest/components/steps/DocumentsStep.vue'
import InductionStep from '#layers/guest/components/steps/InductionStep.vue'
import PrivacyStep from '#layers/guest/components/steps/PrivacyStep.vue'
import VehicleStep from '#layers/guest/components/steps/VehicleStep.vue'

/** How the steps of a guest's way look. Each component gets `page` and `facts`; what it is called stands in the texts of the step. */
export const stepPages: Record<GuestStepName, Component> = {
  agreement: AgreementStep,
  companions: CompanionsStep,
  details: DetailsStep,
  documents: DocumentsStep,
  induction: InductionStep,
  privacy: PrivacyStep,
  vehicle: VehicleStep,
}
