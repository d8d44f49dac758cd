import type { VisitorFileKind } from './visitor-files'

/** Why a file was not taken. */
export type DocumentProblem = 'tooLong' | 'full' | 'wait' | 'none' | 'broken' | 'kind' | 'gone' | 'cookies'

/** A file that a guest gave, as their page shows it. */
export interface GuestFile {
  id: string
  kind: VisitorFileKind
  state: 'checking' | 'ready' | 'approved' | 'rejected'
  /** Why it was rejected: by a rule, or in the words of a person. */
  rejection: string | null
  reason: string | null
  /** Whether this browser sent it and may see it. */
  hasPreview: boolean
  isPdf: boolean
}

/** The page on which a guest gives a photo and documents. */
export interface GuestDocumentsPage {
  locale: 'RU' | 'EN'
  organization: { name: string; primaryColor: string; logoUrl: string | null }
  files: GuestFile[]
  /** What a form of this page must bring along, so that no other page can send it. */
  form: string
  problem: DocumentProblem | null
}

/** What became of the address: opened, not one of ours, or not to be told now because the database is away. */
export type GuestDocumentsAnswer =
  | { kind: 'opened'; page: GuestDocumentsPage }
  | { kind: 'unknown' }
  | { kind: 'unavailable'; traceId: string }

declare module 'h3' {
  interface H3EventContext {
    /** Set for `/i/<token>/documents` before the page is rendered; never sent as data. */
    guestDocuments?: GuestDocumentsAnswer
  }
}
