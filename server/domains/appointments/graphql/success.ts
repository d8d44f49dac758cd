import type { AppointmentRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { noticesOfVisit, type VisitNotice } from '../use-cases/notices-of-visit'

const VisitNoticeType = builder.objectRef<VisitNotice>('VisitNotice').implement({
  description: 'Something that whoever books a visit should know. It stands in the way of nothing.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable machine-readable code: HOST_ABSENT, HOST_OUTSIDE_HOURS.' }),
    message: t.exposeString('message', { description: 'The same in the language of the caller.' }),
  }),
})

/** The type with which a mutation of visits answers when it worked. */
export const visitSuccess = (name: string, description: string) =>
  builder.objectRef<{ appointment: AppointmentRow }>(name).implement({
    description,
    fields: (t) => ({
      appointment: t.expose('appointment', { type: 'Appointment', description: 'The visit.' }),
      notices: t.field({
        type: [VisitNoticeType],
        description: 'What else is to be known: that the host is not there at that time.',
        resolve: ({ appointment }, _, ctx) => noticesOfVisit(ctx, appointment),
      }),
    }),
  })
