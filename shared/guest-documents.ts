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
