import type { StepForm } from './guest-step-page'
import type { Language } from './i18n/languages'

/** The page on which guests of a site register themselves, opened. */
export interface WalkInPage {
  language: Language
  organization: { name: string; logoUrl: string | null; primaryColor: string }
  siteName: string
  /** Its whole address, as a poster bears it. */
  url: string
  /** What a form of this page brings along, what was typed and what is wrong with it. */
  form: StepForm
  /** Tells a form that is sent twice from two forms. */
  once: string
}

declare module 'h3' {
  interface H3EventContext {
    /** Null for an address that opens nothing. */
    walkIn?: WalkInPage | null
  }
}
