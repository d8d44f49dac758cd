import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { sameVisitors } from '../use-cases/same-visitors'
import { addVisitorNote, notesOf, type NoteRow } from '../use-cases/visitor-notes'

const VisitorNote = builder.objectRef<NoteRow>('VisitorNote').implement({
  description: 'What a colleague noted about a visitor.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'What.' }),
    author: t.exposeString('author', { nullable: true, description: 'Who; null for whoever has left.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
  }),
})

builder.objectFields('Visitor', (t) => ({
  notes: t.field({
    type: [VisitorNote],
    description: 'What colleagues noted, the newest first, at most 100; none for those who do not see all visitors.',
    resolve: ({ id }, _, ctx) => notesOf(ctx, id),
  }),
  same: t.field({
    type: ['Visitor'],
    description: 'Others who may be the same person: of the same e-mail, phone or name. At most ten.',
    resolve: ({ id }, _, ctx) => sameVisitors(ctx, id),
  }),
}))

const AddVisitorNoteInput = builder.inputType('AddVisitorNoteInput', {
  description: 'What is noted about a visitor.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'About whom.' }),
    text: t.string({ required: true, description: 'What; 2,000 characters at most.' }),
  }),
})

const AddVisitorNoteSuccess = builder.objectRef<{ visitorId: string }>('AddVisitorNoteSuccess').implement({
  description: 'Colleagues read it from now on.',
  fields: (t) => ({
    visitor: t.field({
      type: 'Visitor',
      description: 'The visitor.',
      resolve: ({ visitorId }, _, ctx) => ctx.load.related('Visitor', visitorId),
    }),
  }),
})

builder.mutationField('addVisitorNote', (t) =>
  t.field({
    type: resultUnion('AddVisitorNoteResult', [AddVisitorNoteSuccess], ['NotFound', 'ValidationFailed'], 'AddVisitorNoteSuccess'),
    description: 'Notes something about a visitor for colleagues; it goes when the visitor is erased.',
    args: { input: t.arg({ type: AddVisitorNoteInput, required: true, description: 'About whom, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const done = await addVisitorNote(ctx, { ...input, visitorId: localId('Visitor', input.visitorId) })
      return isFailure(done) ? done : { visitorId: done.visitorId }
    },
  }),
)
