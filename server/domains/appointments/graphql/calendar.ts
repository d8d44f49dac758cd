import { authorizeWithin } from '../../../core/authorize'
import { organizationOf } from '../../../core/ctx'
import { builder } from '../../../graphql/builder'
import { optionalLocalId } from '../../../graphql/global-id'
import { listCalendar, type CalendarVisits } from '../use-cases/list-calendar.sql'

const Calendar = builder.objectRef<CalendarVisits>('Calendar').implement({
  description: 'The visits of some days.',
  fields: (t) => ({
    visits: t.expose('visits', { type: ['Appointment'], description: 'By their start; 600 at most.' }),
    isCut: t.exposeBoolean('isCut', { description: 'Whether there are more visits than these.' }),
  }),
})

builder.queryField('calendar', (t) =>
  t.field({
    type: Calendar,
    description:
      'What a calendar shows: every visit of some days, 62 at most, at once. It counts as 600 visits; lists are read by page with `appointments`.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'Only visits that end after this.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Only visits that start before this.' }),
      siteId: t.arg.id({ description: 'Only at this site.' }),
      hostId: t.arg.id({ description: 'Only with this host, be it beside another.' }),
    },
    resolve: (_, { from, to, siteId, hostId }, ctx) => {
      const reach = authorizeWithin(ctx, 'appointment:read')
      return listCalendar(organizationOf(ctx), {
        from,
        to,
        siteId: optionalLocalId('Site', siteId),
        hostId: optionalLocalId('Host', hostId),
        within: reach === 'all' ? null : reach,
      })
    },
  }),
)
