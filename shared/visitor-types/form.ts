import { z } from 'zod'
import { longestAnswer, mostChoices, mostFields } from '../limits'
import { color } from '../schemas/color'
import { line } from '../schemas/visitors'
import { fieldKinds, respondents, visitorRequirements } from './fields'
import { inductionSchema } from './induction'
import { isRepeated, partKey, spoken } from './spoken'

/** Agreements that one type may ask for. */
export const mostAgreements = 10

const optional = { ru: '', en: '' }
const choiceSchema = z.object({ key: partKey, label: spoken(line(120)) })

/** A question that a type asks, as admins make it. Its key stays the same for as long as it is the same question. */
export const fieldSchema = z
  .object({
    key: partKey,
    kind: z.enum(fieldKinds),
    label: spoken(line(200)),
    help: z
      .object({ ru: line(500), en: line(500) })
      .nullish()
      .transform((help) => help ?? optional),
    required: z.boolean(),
    answeredBy: z.enum(respondents),
    maxLength: z.int('errors.fieldLength').min(1, 'errors.fieldLength').max(2_000, 'errors.fieldLength').nullish(),
    choices: z
      .array(choiceSchema)
      .max(mostChoices, 'errors.tooManyChoices')
      .nullish()
      .transform((choices) => choices ?? []),
  })
  .check(({ value, issues }) => {
    const report = (path: string, message: string) => issues.push({ code: 'custom', input: value, path: [path], message })
    if (value.kind === 'CHOICE' && value.choices.length === 0) report('choices', 'errors.choicesRequired')
    if (value.kind !== 'CHOICE' && value.choices.length > 0) report('choices', 'errors.choicesUnexpected')
    if (isRepeated(value.choices)) report('choices', 'errors.fieldKeyRepeated')
    const longest = value.kind === 'SHORT_TEXT' ? longestAnswer.SHORT_TEXT : longestAnswer.LONG_TEXT
    if (value.maxLength && value.maxLength > longest) report('maxLength', 'errors.fieldLength')
  })

/** What a type asks of its visitors, as admins make it. */
export const visitorFormSchema = z.object({
  fields: z
    .array(fieldSchema)
    .max(mostFields, 'errors.tooManyFields')
    .refine((fields) => !isRepeated(fields), 'errors.fieldKeyRepeated'),
  requires: z.array(z.enum(visitorRequirements)).transform((requires) => visitorRequirements.filter((each) => requires.includes(each))),
  agreementIds: z
    .array(z.string())
    .max(mostAgreements, 'errors.tooManyAgreements')
    .default([])
    .transform((ids) => [...new Set(ids)]),
  induction: inductionSchema.nullish().transform((induction) => induction ?? null),
})

/** A question that a type asks. */
export type VisitorField = z.output<typeof fieldSchema>

/** What a type asks of its visitors. */
export type VisitorForm = z.output<typeof visitorFormSchema>

/** What is asked where nothing was made yet. */
export const emptyForm: VisitorForm = { fields: [], requires: [], agreementIds: [], induction: null }

const name = line(120).min(1, 'errors.nameRequired')

/** The colour of the badges of a type; null for the plain one. */
export const badgeColorSchema = color.nullish()

/** What making a type takes. */
export const createVisitorTypeSchema = z.object({
  name,
  badgeColor: badgeColorSchema,
  form: visitorFormSchema,
  idempotencyKey: z.string().min(1).max(120).nullish(),
})

/** What changing a type takes; a colour that is left out stays. */
export const updateVisitorTypeSchema = z.object({
  visitorTypeId: z.string(),
  version: z.int().min(0),
  name,
  badgeColor: badgeColorSchema,
  form: visitorFormSchema,
})

/** What moving a type among the others takes; the first place is 1. */
export const moveVisitorTypeSchema = z.object({ visitorTypeId: z.string(), position: z.int().min(1).max(10_000) })

/** An answer as it is sent: texts, whatever the field is. */
export const answersSchema = z
  .array(z.object({ key: z.string().max(40), value: z.string().max(20_000, 'errors.tooLong').nullish() }))
  .max(mostFields, 'errors.tooManyFields')

/** What giving a guest another type, or other answers of their host, takes. */
export const setVisitorTypeSchema = z.object({
  visitPassId: z.string(),
  visitorTypeId: z.string().nullable(),
  answers: answersSchema.nullish(),
})
