import { builder } from '../../../graphql/builder'
import { ApprovalStatusType } from '../../../graphql/enums'
import { localId } from '../../../graphql/global-id'
import type { WalkInFacts } from '../use-cases/describe-walk-ins'
import { findArrivals, type Arrival } from '../use-cases/find-arrivals'

const WalkIn = builder.objectRef<WalkInFacts>('WalkIn').implement({
  description: 'That somebody came without having been invited, and what came of asking whether they are received.',
  fields: (t) => ({
    documentSeen: t.exposeBoolean('documentSeen', {
      description: 'Whether whoever registered them looked at their identity document.',
    }),
    registeredAt: t.expose('registeredAt', { type: 'DateTime', description: 'Since when they stand at the reception.' }),
    answer: t.expose('answer', {
      type: ApprovalStatusType,
      nullable: true,
      description: 'What came of asking; null where nobody had to be asked.',
    }),
    asked: t.exposeStringList('asked', { description: 'Who is asked now.' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'When others are asked, if nobody has answered by then.' }),
    isEscalated: t.exposeBoolean('isEscalated', { description: 'Whether others are asked too because nobody had answered in time.' }),
    words: t.exposeString('words', { nullable: true, description: 'What whoever declined said.' }),
  }),
})

const DeskArrival = builder.objectRef<Arrival>('DeskArrival').implement({
  description: 'Somebody who comes to a reception desk today, is inside or has left.',
  fields: (t) => ({
    visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'Their pass.' }),
    walkIn: t.expose('walkIn', {
      type: WalkIn,
      nullable: true,
      description: 'What is known of one who was not invited; null for guests who were.',
    }),
  }),
})

builder.queryField('deskArrivals', (t) =>
  t.field({
    type: [DeskArrival],
    description: 'Who comes to a site today by its clock, and who is inside; 300 at most, in the order in which they are expected.',
    args: {
      siteId: t.arg.id({ required: true, description: 'Which site.' }),
      search: t.arg.string({ description: 'Beginnings of a name, a whole e-mail or a whole phone number.' }),
    },
    resolve: (_, { siteId, search }, ctx) => findArrivals(ctx, localId('Site', siteId), search),
  }),
)
