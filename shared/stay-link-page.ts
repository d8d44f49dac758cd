import type { Language } from './i18n/languages'

/** What the link of a reminder can say: that a guest has left who is inside, or why it says nothing (any more). */
export type StayLinkState = 'INSIDE' | 'LEFT' | 'MOVED' | 'ROLL_CALL' | 'ENDED'

/** The page on which a host says that a guest has left, opened. */
export interface StayLinkPage {
  language: Language
  organization: { name: string; logoUrl: string | null; primaryColor: string }
  siteName: string
  timeZone: string
  guest: string
  /** When the visit was over. */
  endsAt: Date
  state: StayLinkState
  /** Ties the form to this page and this browser. */
  formKey: string
  problem: string | null
}

declare module 'h3' {
  interface H3EventContext {
    /** Null for an address that opens nothing. */
    stayLink?: StayLinkPage | null
  }
}
