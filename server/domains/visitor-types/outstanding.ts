import { fieldsFor, respondents } from '#shared/visitor-types/fields'
import type { VisitorField, VisitorForm } from '#shared/visitor-types/form'
import { visitorFileKinds, type VisitorFileKind } from '#shared/visitor-files'
import type { PassTask } from '#shared/pass-tasks'

/** What is known of a pass, as far as its type asks for it. */
export interface PassFacts {
  /** Who has answered. What was answered stays answered, whatever became of the questions. */
  answeredBy: ReadonlySet<VisitorField['answeredBy']>
  /** Agreements of the type that can be signed and are not signed for this visit. */
  unsigned: readonly string[]
  /** Whether the guest has gone through the induction, where the type has one. */
  isInducted: boolean
  /** Kinds of photos and documents that are there and can be used. */
  files: ReadonlySet<VisitorFileKind>
}

/** What of a type's demands is still outstanding. An escort always is: it is there or not, each time. */
export function outstandingOf(form: VisitorForm, facts: PassFacts): PassTask[] {
  const asks = respondents.some((who) => !facts.answeredBy.has(who) && fieldsFor(form.fields, who).some(({ required }) => required))
  const missing = visitorFileKinds.filter((kind) => form.requires.includes(kind) && !facts.files.has(kind))
  return [
    ...(form.requires.includes('ESCORT') ? (['ESCORT'] as const) : []),
    ...(missing.includes('PHOTO') ? (['PHOTO'] as const) : []),
    ...(missing.some((kind) => kind !== 'PHOTO') ? (['DOCUMENT'] as const) : []),
    ...(asks ? (['QUESTION'] as const) : []),
    ...(facts.unsigned.length > 0 ? (['AGREEMENT'] as const) : []),
    ...(form.induction && !facts.isInducted ? (['INDUCTION'] as const) : []),
  ]
}
