import { walkInSchema } from '#shared/schemas/walk-ins'
import type { RegisterWalkInInput } from '#shared/generated/gql/graphql'
import type { FieldProblems } from '~/composables/field-problems'

/** A walk-in as the form holds it. */
export interface WalkInDraft {
  name: string
  company: string
  email: string
  phone: string
  hostId: string
  purpose: string
  hours: number
  documentSeen: boolean
}

/** Checks a draft with the schema of the API. @returns the input to send, or what is wrong by field */
export function parseWalkIn(
  { name, company, email, phone, ...visit }: WalkInDraft,
  fixed: { siteId: string; idempotencyKey: string },
): { input: RegisterWalkInInput; problems?: never } | { problems: FieldProblems; input?: never } {
  const result = walkInSchema.safeParse({ ...visit, ...fixed, visitor: { name, company, email, phone } })
  if (result.success) return { input: result.data }
  // Of several problems of one field the first is told.
  const problems = result.error.issues
    .toReversed()
    .map(({ path, ...issue }) => [
      path.join('.'),
      { key: issue.message.startsWith('errors.') ? issue.message : 'errors.validationFailed', values: { ...issue } },
    ])
  return { problems: Object.fromEntries(problems) as FieldProblems }
}
