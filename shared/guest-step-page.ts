import type { GuestFile } from './guest-documents'
import type { Bilingual } from './guest-steps'
import type { Language } from './i18n/languages'
import type { GuestProof, InvitePage } from './invite'
import type { VisitorField } from './visitor-types/form'

/**
 * What each step of a guest's way shows, by its name, which is the last part of its address (`/i/<token>/<name>`); an agreement stands
 * at `agreements/<id>`. A step is a line here, one in `server/guest/steps.ts` (what it knows and does) and one in
 * `layers/guest/steps/pages.ts` (how it looks).
 */
export interface GuestSteps {
  agreement: AgreementFacts
  companions: CompanionsFacts
  details: DetailsFacts
  documents: DocumentsFacts
  induction: InductionFacts
  privacy: PrivacyFacts
  vehicle: VehicleFacts
}

/** The name of a step. */
export type GuestStepName = keyof GuestSteps

/** One version of an agreement, which is signed and no other. */
export interface AgreementFacts {
  version: number
  title: string
  paragraphs: string[]
  /** In which language it is shown: the guest's, unless it is not there in it. */
  textLanguage: Language
  isSigned: boolean
  /** The signature whose document can be had. */
  signatureId: string | null
}

/** The questions of the guest's type. */
export interface DetailsFacts {
  /** `value`: what was answered for this visit; null where nothing was answered yet. */
  questions: { field: VisitorField; name: string; value: string | null }[]
}

/** The photo and the documents that were given. */
export interface DocumentsFacts {
  files: GuestFile[]
}

/** What the guest has to know before they come in. */
export interface InductionFacts {
  version: number
  isPassed: boolean
  slides: {
    name: string
    title: Bilingual
    text: Bilingual
    question: { text: Bilingual; answers: { key: string; label: Bilingual }[] } | null
  }[]
}

/** Whom the guest brings along. */
export interface CompanionsFacts {
  companions: {
    id: string
    name: string
    status: InvitePage['status']
    presence: InvitePage['presence']
    /** The companion's page, for who cannot be written to. */
    inviteUrl: string | null
  }[]
  /** How many more may be named. */
  left: number
  /** Whether anything can still be changed. */
  isOpen: boolean
}

/** What is held of the guest, and what they can do about it. */
export interface PrivacyFacts {
  held: {
    kind:
      | 'name'
      | 'contacts'
      | 'company'
      | 'visits'
      | 'replies'
      | 'vehicle'
      | 'companions'
      | 'messages'
      | 'scans'
      | 'photo'
      | 'documents'
      | 'answers'
      | 'signatures'
      | 'inductions'
    count: number
    since: Date
    /** Null: as long as nobody erases it. */
    until: Date | null
  }[]
  /** Who saw it, and when: the newest first. */
  received: { how: 'gate' | 'contacts' | 'file' | 'list' | 'own'; where: string | null; at: Date }[]
  /** Whom the guest asks. */
  privacyContact: string | null
  timeZone: string
  isInside: boolean
  /** When they asked to be erased, if that waits until they have left. */
  askedAt: Date | null
  /** Passes that would be withdrawn. */
  openPasses: number
  /** What the guest has to show before they take or erase anything; null when they have. */
  proof: GuestProof | null
}

/** That the guest was erased. */
export interface GoneFacts {
  /** The number of the receipt. */
  receipt: string
  at: Date
}

/** What the guest comes with. */
export interface VehicleFacts {
  plate: string | null
  /** Whether it can still be said: not once the visit is over. */
  isOpen: boolean
}

/** What was sent in the form of a step and could not be taken, or how the last one went. */
export interface StepForm {
  /** What a form of this page must bring along, so that no other page can send it. */
  key: string
  /** What was typed, kept until it is right. */
  values: Record<string, string[]>
  /** What this browser remembers from an earlier visit, by the name of the field. */
  remembered: Record<string, string>
  /** What is wrong, by the name of the field, in the language of the page. */
  errors: Record<string, string>
  /** What is wrong with the form as a whole, in the language of the page. */
  problem: string | null
  /** What was done, as the step words it under `done`. */
  done: string | null
}

/** A step of a guest's way, opened. */
export interface GuestStepPage<Name extends GuestStepName = GuestStepName> {
  name: Name
  /** Its address below that of the invite. */
  place: string
  language: Language
  /** The visit. Its `proof` says how the guest may show who they are where they have to. */
  invite: InvitePage
  /** What the step shows; null as long as the guest has to show who they are. */
  facts: GuestSteps[Name] | null
  form: StepForm
  /** That the guest was erased just now. */
  gone: GoneFacts | null
}

declare module 'h3' {
  interface H3EventContext {
    /** Set for the page of a step before it is rendered; never sent as data. */
    guestStep?: GuestStepPage
  }
}
