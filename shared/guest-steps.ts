import type { Language } from './i18n/languages'
import type { InviteFacts } from './invite'
import type { VisitorField } from './visitor-types/form'

/** A text in both languages; where one is empty the other is shown. */
export type Bilingual = Record<Language, string>

/** A text in a language, or in the other where it is empty. */
export const inLanguage = (text: Bilingual, language: Language): string => text[language] || text.ru || text.en

/** Something that a guest does before they come, as the checklist on the page of their invite names it. */
export interface GuestStep {
  /** Words it: `invite.steps.<step>` in the texts of the guest's page. */
  step: 'reply' | 'companions' | 'vehicle' | 'details' | 'documents' | 'agreement' | 'induction'
  /** What it is about, where several steps are of one kind. */
  name?: Bilingual
  state: 'todo' | 'done' | 'optional'
  /** Its page, named from the invite's path on, or a place on the page of the invite itself. */
  href: string
}

/** What one of the pages behind an invite shows, by its kind. A new kind of page begins here. */
export type GuestStepBody = DetailsBody | AgreementBody | InductionBody

/** The questions of the guest's type. */
export interface DetailsBody {
  kind: 'details'
  questions: { field: VisitorField; name: string; value: string; problem: string | null }[]
}

/** One version of an agreement, and the form that signs it. */
export interface AgreementBody {
  kind: 'agreement'
  agreementId: string
  version: number
  title: string
  paragraphs: string[]
  /** In which language it is shown: the guest's, unless it is not there in it. */
  textLanguage: Language
  isSigned: boolean
  /** The signature whose document can be had. */
  signatureId: string | null
  /** It was published anew while the guest read. */
  isChanged: boolean
  name: { value: string; problem: string | null }
  agreed: { value: boolean; problem: string | null }
}

/** What the guest has to know before they come in. */
export interface InductionBody {
  kind: 'induction'
  version: number
  isPassed: boolean
  /** It was changed while the guest read. */
  isChanged: boolean
  slides: {
    name: string
    title: Bilingual
    text: Bilingual
    question: { text: Bilingual; answers: { key: string; label: Bilingual }[] } | null
    chosen: string | null
    isWrong: boolean
  }[]
}

/** One of the pages behind an invite, before it is worded. */
export interface GuestStepPage {
  language: Language
  organization: InviteFacts['organization']
  token: string
  /** What a form of the page must bring along, so that no other page can send it. */
  form: string
  body: GuestStepBody
}

declare module 'h3' {
  interface H3EventContext {
    /** Writes out a page behind an invite; the layer of the guests gives it to every request of theirs. */
    renderStep?: (page: GuestStepPage) => Promise<Buffer>
  }
}
