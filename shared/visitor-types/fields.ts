import { visitorFileKinds } from '../visitor-files'
import type { VisitorField } from './form'

/** What a field of a visitor type asks for. */
export const fieldKinds = ['SHORT_TEXT', 'LONG_TEXT', 'CHOICE', 'YES_NO', 'DATE', 'PHONE', 'NUMBER'] as const

/** Who answers a field. */
export const respondents = ['GUEST', 'HOST'] as const

/** What a type may ask of its visitors beside answers. */
export const visitorRequirements = ['ESCORT', ...visitorFileKinds] as const

/** The fields that one of the two answers. */
export const fieldsFor = (fields: readonly VisitorField[], who: VisitorField['answeredBy']): VisitorField[] =>
  fields.filter(({ answeredBy }) => answeredBy === who)
