import type { VisitorForm } from '#shared/visitor-types/form'
import type { VisitorType } from '../../../generated/prisma/client'
import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { archiveVisitorType, makeVisitorTypeDefault, moveVisitorType, restoreVisitorType } from '../use-cases/arrange-visitor-types'
import { createVisitorType, updateVisitorType } from '../use-cases/save-visitor-type'
import { VisitorFieldKindType, VisitorRequirementType, VisitorRespondentType } from './enums'
import { InductionInput, inductionOf } from './induction'
import { LocalizedTextInput, textOf } from './texts'

const VisitorFieldChoiceInput = builder.inputType('VisitorFieldChoiceInput', {
  description: 'One of the choices of a field.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What it is answered by: small Latin letters, digits and _.' }),
    label: t.field({ type: LocalizedTextInput, required: true, description: 'What people read.' }),
  }),
})

const VisitorFieldInput = builder.inputType('VisitorFieldInput', {
  description: 'A question that a type of visitors is asked.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'By what it is answered: small Latin letters, digits and _. Keep it for as long as it is the same question.',
    }),
    kind: t.field({ type: VisitorFieldKindType, required: true, description: 'What it asks for.' }),
    label: t.field({ type: LocalizedTextInput, required: true, description: 'The question.' }),
    help: t.field({ type: LocalizedTextInput, description: 'What helps to answer it.' }),
    required: t.boolean({ defaultValue: false, description: 'Whether it must be answered.' }),
    answeredBy: t.field({ type: VisitorRespondentType, defaultValue: 'GUEST', description: 'Who answers it.' }),
    maxLength: t.int({ description: 'How long an answer may be: less than its kind allows.' }),
    choices: t.field({ type: [VisitorFieldChoiceInput], description: 'For CHOICE: 1 to 50 choices.' }),
  }),
})

type FieldInput = typeof VisitorFieldInput.$inferInput

/** A sent field without gaps. */
const fieldOf = ({ label, help, required, answeredBy, choices, ...field }: FieldInput) => ({
  ...field,
  label: textOf(label),
  help: textOf(help),
  required: required ?? false,
  answeredBy: answeredBy ?? ('GUEST' as const),
  choices: choices?.map((choice) => ({ key: choice.key, label: textOf(choice.label) })) ?? null,
})

const CreateVisitorTypeInput = builder.inputType('CreateVisitorTypeInput', {
  description: 'A type of visitors.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    badgeColor: t.string({ description: 'Of the band on their badges, `#rrggbb`; absent or null for the plain one.' }),
    fields: t.field({ type: [VisitorFieldInput], required: true, description: 'Its questions in order, 30 at most.' }),
    requires: t.field({ type: [VisitorRequirementType], required: true, description: 'What it asks beside answers.' }),
    agreementIds: t.idList({ description: 'Agreements that its visitors sign, in order, 10 at most.' }),
    induction: t.field({ type: InductionInput, description: 'What its visitors have to know before they come in.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const UpdateVisitorTypeInput = builder.inputType('UpdateVisitorTypeInput', {
  description: 'What a type of visitors shall be.',
  fields: (t) => ({
    visitorTypeId: t.id({ required: true, description: 'Which.' }),
    version: t.int({ required: true, description: 'Which version of it the caller saw.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
    badgeColor: t.string({ description: 'Of the band on their badges, `#rrggbb`; absent: as it is, null: the plain one.' }),
    fields: t.field({ type: [VisitorFieldInput], required: true, description: 'Its questions in order, 30 at most.' }),
    requires: t.field({ type: [VisitorRequirementType], required: true, description: 'What it asks beside answers.' }),
    agreementIds: t.idList({ description: 'Agreements that its visitors sign, in order, 10 at most.' }),
    induction: t.field({ type: InductionInput, description: 'What its visitors have to know before they come in.' }),
  }),
})

interface Content {
  fields: FieldInput[]
  requires: VisitorForm['requires']
  agreementIds?: string[] | null
  induction?: typeof InductionInput.$inferInput | null
}

/** What a type asks, as it was sent. */
const formOf = ({ fields, requires, agreementIds, induction }: Content) => ({
  fields: fields.map(fieldOf),
  requires,
  agreementIds: (agreementIds ?? []).map((id) => localId('Agreement', id)),
  induction: inductionOf(induction),
})

const whichInput = (name: `${'Archive' | 'Restore'}VisitorTypeInput` | 'MakeVisitorTypeDefaultInput', description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ visitorTypeId: t.id({ required: true, description: 'Which.' }) }) })

const MoveVisitorTypeInput = builder.inputType('MoveVisitorTypeInput', {
  description: 'A place for a type among those in use.',
  fields: (t) => ({
    visitorTypeId: t.id({ required: true, description: 'Which.' }),
    position: t.int({ required: true, description: 'Its place; the first is 1.' }),
  }),
})

const resultOf = (
  name: `${'Create' | 'Update' | 'Archive' | 'Restore' | 'Move'}VisitorType` | 'MakeVisitorTypeDefault',
  description: string,
  failures: ('NotFound' | 'IdempotencyKeyReused')[],
) => {
  const success = builder.objectRef<{ visitorType: VisitorType }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ visitorType: t.expose('visitorType', { type: 'VisitorType', description: 'The type.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['ValidationFailed', ...failures], `${name}Success`)
}

const answer = async (work: Promise<VisitorType | Failure>) => {
  const visitorType = await work
  return isFailure(visitorType) ? visitorType : { visitorType }
}

builder.mutationFields((t) => ({
  createVisitorType: t.field({
    type: resultOf('CreateVisitorType', 'Guests can be invited as one.', ['NotFound', 'IdempotencyKeyReused']),
    description: 'Makes a type of visitors.',
    args: { input: t.arg({ type: CreateVisitorTypeInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx) =>
      answer(
        createVisitorType(ctx, {
          name: input.name,
          badgeColor: input.badgeColor,
          idempotencyKey: input.idempotencyKey,
          form: formOf(input),
        }),
      ),
  }),
  updateVisitorType: t.field({
    type: resultOf('UpdateVisitorType', 'It is changed. What was answered until now stays.', ['NotFound']),
    description: 'Changes a type of visitors. Whoever is still to come is asked what is new.',
    args: { input: t.arg({ type: UpdateVisitorTypeInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx) => {
      const { version, name, badgeColor, visitorTypeId } = input
      return answer(
        updateVisitorType(ctx, { version, name, badgeColor, form: formOf(input), visitorTypeId: localId('VisitorType', visitorTypeId) }),
      )
    },
  }),
}))

builder.mutationFields((t) => ({
  archiveVisitorType: t.field({
    type: resultOf('ArchiveVisitorType', 'Nobody is invited as one any more.', ['NotFound']),
    description: 'Puts a type away. Whoever holds it stays of it.',
    args: { input: t.arg({ type: whichInput('ArchiveVisitorTypeInput', 'A type to put away.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(archiveVisitorType(ctx, { visitorTypeId: localId('VisitorType', input.visitorTypeId) })),
  }),
  restoreVisitorType: t.field({
    type: resultOf('RestoreVisitorType', 'It is in use again.', ['NotFound']),
    description: 'Takes a type that was put away into use again.',
    args: { input: t.arg({ type: whichInput('RestoreVisitorTypeInput', 'A type to use again.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(restoreVisitorType(ctx, { visitorTypeId: localId('VisitorType', input.visitorTypeId) })),
  }),
  makeVisitorTypeDefault: t.field({
    type: resultOf('MakeVisitorTypeDefault', 'Guests for whom nobody chooses a type are of it.', ['NotFound']),
    description: 'Makes a type the one of guests for whom nobody chooses one.',
    args: { input: t.arg({ type: whichInput('MakeVisitorTypeDefaultInput', 'A type.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(makeVisitorTypeDefault(ctx, { visitorTypeId: localId('VisitorType', input.visitorTypeId) })),
  }),
}))

builder.mutationField('moveVisitorType', (t) =>
  t.field({
    type: resultOf('MoveVisitorType', 'It stands there; the others made room.', ['NotFound']),
    description: 'Moves a type among those in use.',
    args: { input: t.arg({ type: MoveVisitorTypeInput, required: true, description: 'Which, and where to.' }) },
    resolve: (_, { input }, ctx) =>
      answer(moveVisitorType(ctx, { visitorTypeId: localId('VisitorType', input.visitorTypeId), position: input.position })),
  }),
)
