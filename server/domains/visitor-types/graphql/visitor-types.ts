import type { VisitorField } from '#shared/visitor-types/form'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { formOf } from '../form-of'
import { findVisitorTypes } from '../use-cases/find-visitor-types'
import { VisitorFieldKindType, VisitorRequirementType, VisitorRespondentType } from './enums'
import { InductionType } from './induction'
import { LocalizedText } from './texts'

const VisitorFieldChoice = builder.objectRef<VisitorField['choices'][number]>('VisitorFieldChoice').implement({
  description: 'One of the choices of a field.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What it is answered by.' }),
    label: t.field({ type: LocalizedText, description: 'What people read.', resolve: ({ label }) => label }),
  }),
})

/** A question that a type asks. */
export const VisitorFieldType = builder.objectRef<VisitorField>('VisitorField').implement({
  description: 'A question that a type of visitors is asked.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'By what it is answered: the same for as long as it is the same question.' }),
    kind: t.expose('kind', { type: VisitorFieldKindType, description: 'What it asks for.' }),
    label: t.field({ type: LocalizedText, description: 'The question.', resolve: ({ label }) => label }),
    help: t.field({ type: LocalizedText, description: 'What helps to answer it; may be empty.', resolve: ({ help }) => help }),
    required: t.exposeBoolean('required', { description: 'Whether it must be answered.' }),
    answeredBy: t.expose('answeredBy', { type: VisitorRespondentType, description: 'Who answers it.' }),
    maxLength: t.int({
      nullable: true,
      description: 'How long an answer may be, where that is less than its kind allows.',
      resolve: ({ maxLength }) => maxLength ?? null,
    }),
    choices: t.field({ type: [VisitorFieldChoice], description: 'For CHOICE: what can be chosen.', resolve: ({ choices }) => choices }),
  }),
})

builder.node('VisitorType', {
  description: 'A kind of visitor that an organization tells apart, with what it asks of them.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findVisitorTypes(ctx, { where: { id: { in: ids } } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    badgeColor: t.exposeString('badgeColor', {
      nullable: true,
      description: 'Of the band on the badges of its visitors, `#rrggbb`; null for the plain one.',
    }),
    isDefault: t.exposeBoolean('isDefault', { description: 'Whether guests are of it for whom nobody chose a type.' }),
    position: t.exposeInt('position', { description: 'Where it stands among the others.' }),
    archivedAt: t.expose('archivedAt', { type: 'DateTime', nullable: true, description: 'Since when nobody is invited as one any more.' }),
    version: t.exposeInt('version', { description: 'Which version of it this is: to be sent along with a change.' }),
    fields: t.field({ type: [VisitorFieldType], description: 'Its questions, in order.', resolve: ({ form }) => formOf(form).fields }),
    requires: t.field({
      type: [VisitorRequirementType],
      description: 'What it asks beside answers.',
      resolve: ({ form }) => formOf(form).requires,
    }),
    agreements: t.field({
      type: ['Agreement'],
      description: 'What its visitors sign, in order.',
      resolve: ({ form }, _, ctx) => Promise.all(formOf(form).agreementIds.map((id) => ctx.load.related('Agreement', id))),
    }),
    induction: t.field({
      type: InductionType,
      nullable: true,
      description: 'What its visitors have to know before they come in; null for nothing.',
      resolve: ({ form }) => formOf(form).induction,
    }),
  }),
})

const VisitorTypeFilter = builder.inputType('VisitorTypeFilter', {
  description: 'Which types are listed.',
  fields: (t) => ({ isArchived: t.boolean({ description: 'Only those that were put away, or only those in use.' }) }),
})

builder.queryField('visitorTypes', (t) =>
  t.field({
    type: connections.VisitorType,
    description: 'Types of visitors of the organization, by their age; `position` says in what order people see them.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: VisitorTypeFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const isArchived = filter?.isArchived
      const asked = isArchived === null || isArchived === undefined ? {} : { archivedAt: isArchived ? { not: null } : null }
      return listById(args, ({ where, ...page }) => findVisitorTypes(ctx, { where: { AND: [asked, where] }, ...page }))
    },
  }),
)
