import { openAppointments } from '../../../core/appointment-texts'
import { authorizeWithin } from '../../../core/authorize'
import { builder } from '../../../graphql/builder'
import { connectionOf, connectionOfLoaded, isInstantKey, pageOf, type ConnectionArgs } from '../../../graphql/connection'
import { connections, listById } from '../../../graphql/connections'
import { AppointmentOrderType, AppointmentStatusType } from '../../../graphql/enums'
import { optionalLocalId } from '../../../graphql/global-id'
import { selects } from '../../../graphql/selection'
import { organizationOf } from '../../../core/ctx'
import type { AppointmentRow } from '../../../core/rows'
import { maySeeTexts, visibleAppointments } from '../policy'
import { withCoHosts } from '../use-cases/co-hosts'
import { listAppointments } from '../use-cases/list-appointments.sql'

builder.node('Appointment', {
  description: 'A booked visit.',
  id: { resolve: (appointment) => appointment.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await openAppointments(
      await ctx.db.appointment.findMany({ where: { AND: [{ id: { in: ids } }, visibleAppointments(ctx)] }, include: withCoHosts }),
    )
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    // Resolved, not exposed: compiled reading of a property that does not open would answer nothing at all.
    title: t.string({
      nullable: true,
      description: 'What it is about; null for those who may not read visits.',
      resolve: (appointment, _, ctx) => (maySeeTexts(ctx, appointment) ? appointment.title : null),
    }),
    message: t.string({
      nullable: true,
      description: 'Words of the host to the guest; null for those who may not read visits.',
      resolve: (appointment, _, ctx) => (maySeeTexts(ctx, appointment) ? appointment.message : null),
    }),
    receptionNote: t.string({
      nullable: true,
      description: 'Words to the staff who receive the guest, who never sees them; null for those who may not read visits.',
      resolve: (appointment, _, ctx) => (maySeeTexts(ctx, appointment) ? appointment.receptionNote : null),
    }),
    companions: t.int({
      nullable: true,
      description: 'How many people each guest may bring along; null: as many as the organization allows.',
      resolve: ({ companions }) => companions,
    }),
    version: t.exposeInt('version', { description: 'Grows with every change; whoever changes the visit says which one they saw.' }),
    status: t.expose('status', { type: AppointmentStatusType, description: 'Where it stands.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it starts.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone in which the times were meant.' }),
    cancelReason: t.exposeString('cancelReason', { nullable: true, description: 'Why it was called off, where somebody said so.' }),
  }),
})

builder.objectType('AppointmentSeries', {
  description: 'Visits that repeat.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'By which rule: RFC 5545’s RRULE, its UNTIL a day by the clock of the series.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of the wall clock by which they repeat.' }),
    start: t.exposeString('start', { description: 'What that clock reads at the first of them: 2026-11-24T10:00.' }),
  }),
})

/** Whether the passes that came along with a visit are enough for a page. */
const isLoaded = ({ visitPasses = [], hasMorePasses = false }: AppointmentRow, { first, after, before }: ConnectionArgs): boolean =>
  !hasMorePasses || (!after && !before && !!first && first < visitPasses.length)

builder.objectFields('Appointment', (t) => ({
  series: t.field({
    type: 'AppointmentSeries',
    nullable: true,
    description: 'The visits that it is one of; null for one that does not repeat.',
    resolve: ({ series, seriesId }, _, ctx) => series ?? (seriesId ? ctx.load.one('AppointmentSeries', seriesId) : null),
  }),
  site: t.field({
    type: 'Site',
    description: 'Where.',
    resolve: (appointment, _, ctx) => appointment.site ?? ctx.load.related('Site', appointment.siteId),
  }),
  host: t.field({
    type: 'Host',
    description: 'With whom.',
    resolve: (appointment, _, ctx) => appointment.host ?? ctx.load.related('Host', appointment.hostId),
  }),
  room: t.field({
    type: 'Room',
    nullable: true,
    description: 'In which room.',
    resolve: ({ room, roomId }, _, ctx) => room ?? (roomId ? ctx.load.one('Room', roomId) : null),
  }),
  visitPasses: t.field({
    type: connections.VisitPass,
    description: 'The passes of its guests.',
    args: t.arg.connectionArgs(),
    resolve: (appointment, args, ctx) => {
      authorizeWithin(ctx, 'pass:read', appointment)
      if (appointment.visitPasses && isLoaded(appointment, args)) return connectionOfLoaded(appointment.visitPasses, args)
      return listById(args, async ({ where, ...page }) => {
        const passes = await ctx.db.visitPass.findMany({ where: { appointmentId: appointment.id, ...where }, ...page })
        return passes.map((pass) => ({ ...pass, appointment, hostId: appointment.hostId, coHosts: appointment.coHosts ?? [] }))
      })
    },
  }),
}))

builder.objectField('Appointment', 'coHosts', (t) =>
  t.field({
    type: ['Host'],
    description: 'Who receives the guests beside the host: they see the visit in their calendars and are told of arrivals.',
    resolve: async (appointment, _, ctx) => {
      const ids = appointment.coHosts?.map(({ hostId }) => hostId) ?? (await ctx.load.coHostIds(appointment.id))
      return Promise.all(ids.map((id) => ctx.load.related('Host', id)))
    },
  }),
)

const AppointmentFilter = builder.inputType('AppointmentFilter', {
  description: 'Which appointments are listed.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Only visits that end after this.' }),
    to: t.field({ type: 'DateTime', description: 'Only visits that start before this.' }),
    siteId: t.id({ description: 'Only at this site.' }),
    hostId: t.id({ description: 'Only with this host, be it beside another.' }),
    roomId: t.id({ description: 'Only in this room.' }),
    status: t.field({ type: [AppointmentStatusType], description: 'Only in one of these states.' }),
  }),
})

builder.queryField('appointments', (t) =>
  t.field({
    type: connections.Appointment,
    description: 'Booked visits, ordered by their start.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AppointmentFilter, description: 'Which ones.' }),
      orderBy: t.arg({ type: AppointmentOrderType, defaultValue: 'STARTS_AT_ASC', description: 'In which order.' }),
    },
    resolve: async (_, { filter, orderBy, ...args }, ctx, info) => {
      const reach = authorizeWithin(ctx, 'appointment:read')
      const page = pageOf(args, isInstantKey)
      const listing = {
        from: filter?.from ?? null,
        to: filter?.to ?? null,
        siteId: optionalLocalId('Site', filter?.siteId),
        hostId: optionalLocalId('Host', filter?.hostId),
        roomId: optionalLocalId('Room', filter?.roomId),
        within: reach === 'all' ? null : reach,
        status: filter?.status ?? null,
        after: page.backward ? page.before : page.after,
        before: page.backward ? page.after : page.before,
        descending: (orderBy === 'STARTS_AT_DESC') !== page.backward,
        take: page.take,
      }
      const joins = {
        site: selects(info, 'edges.node.site'),
        passes: selects(info, 'edges.node.visitPasses'),
        coHosts: reach !== 'all' || selects(info, 'edges.node.coHosts'),
      }
      const rows = await listAppointments(organizationOf(ctx), listing, joins)
      return connectionOf(rows, page, (row) => [row.startsAt.getTime(), row.id])
    },
  }),
)
