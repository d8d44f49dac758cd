import { openAppointments } from '../../core/appointment-texts'
import { authorizeWithin } from '../../core/authorize'
import { isFailure } from '../../core/errors'
import type { AppointmentRow } from '../../core/rows'
import { builder } from '../../graphql/builder'
import { connectionOf, connectionOfLoaded, isInstantKey, pageOf } from '../../graphql/connection'
import { connections, listById } from '../../graphql/connections'
import { AppointmentOrderType, AppointmentStatusType, CancelPassesType, LocaleType, VisitPassTypeType } from '../../graphql/enums'
import { resultUnion } from '../../graphql/failures'
import { localId, optionalLocalId } from '../../graphql/global-id'
import { selects } from '../../graphql/selection'
import { organizationOf } from '../../core/ctx'
import { maySeeTexts, visibleAppointments } from './policy'
import { cancelAppointment } from './use-cases/cancel-appointment'
import { inviteGuest } from './use-cases/invite-guest'
import { listAppointments } from './use-cases/list-appointments.sql'

builder.node('Appointment', {
  description: 'A booked visit.',
  id: { resolve: (appointment) => appointment.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await openAppointments(
      await ctx.db.appointment.findMany({ where: { AND: [{ id: { in: ids } }, visibleAppointments(ctx)] } }),
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
    status: t.expose('status', { type: AppointmentStatusType, description: 'Where it stands.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it starts.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone in which the times were meant.' }),
    cancelReason: t.exposeString('cancelReason', { nullable: true, description: 'Why it was called off, where somebody said so.' }),
  }),
})

builder.objectFields('Appointment', (t) => ({
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
    resolve: (appointment, _, ctx) => (appointment.roomId ? ctx.load.one('Room', appointment.roomId) : null),
  }),
  visitPasses: t.field({
    type: connections.VisitPass,
    description: 'The passes of its guests.',
    args: t.arg.connectionArgs(),
    resolve: (appointment, args, ctx) => {
      authorizeWithin(ctx, 'pass:read', appointment)
      if (appointment.visitPasses) return connectionOfLoaded(appointment.visitPasses, args)
      return listById(args, async ({ where, ...page }) => {
        const passes = await ctx.db.visitPass.findMany({ where: { appointmentId: appointment.id, ...where }, ...page })
        return passes.map((pass) => ({ ...pass, appointment, hostId: appointment.hostId }))
      })
    },
  }),
}))

const AppointmentFilter = builder.inputType('AppointmentFilter', {
  description: 'Which appointments are listed.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Only visits that end after this.' }),
    to: t.field({ type: 'DateTime', description: 'Only visits that start before this.' }),
    siteId: t.id({ description: 'Only at this site.' }),
    hostId: t.id({ description: 'Only with this host.' }),
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
        within: reach === 'all' ? null : reach,
        status: filter?.status ?? null,
        after: page.backward ? page.before : page.after,
        before: page.backward ? page.after : page.before,
        descending: (orderBy === 'STARTS_AT_DESC') !== page.backward,
        take: page.take,
      }
      const joins = { site: selects(info, 'edges.node.site'), passes: selects(info, 'edges.node.visitPasses') }
      const rows = await listAppointments(organizationOf(ctx), listing, joins)
      return connectionOf(rows, page, (row) => [row.startsAt.getTime(), row.id])
    },
  }),
)

const success = (name: string, description: string) =>
  builder.objectRef<{ appointment: AppointmentRow }>(name).implement({
    description,
    fields: (t) => ({ appointment: t.expose('appointment', { type: 'Appointment', description: 'The visit.' }) }),
  })

const VisitorInput = builder.inputType('VisitorInput', {
  description: 'Who is invited.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Full name, as on the identity document.' }),
    email: t.string({ description: 'Where the invite goes.' }),
    phone: t.string({ description: 'Phone; Russian numbers may be given without the country code.' }),
    company: t.string({ description: 'Where they come from.' }),
    locale: t.field({ type: LocaleType, description: 'Language they are written to in; default: the language of the caller.' }),
  }),
})

const InviteGuestInput = builder.inputType('InviteGuestInput', {
  description: 'A visit to book.',
  fields: (t) => ({
    visitor: t.field({ type: VisitorInput, required: true, description: 'Who is invited.' }),
    siteId: t.id({ required: true, description: 'Where to.' }),
    hostId: t.id({ description: 'By whom; default: the signed-in host. Required for everyone else.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'When it starts.' }),
    endsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it ends: after its start, not in the past, at most 14 days long.',
    }),
    title: t.string({ description: 'What it is about; the guest sees it.' }),
    roomId: t.id({ description: 'In which room of the site.' }),
    passType: t.field({ type: VisitPassTypeType, defaultValue: 'SINGLE', description: 'What kind of pass the guest gets.' }),
    message: t.string({ description: 'Words to the guest.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours gives the first result.' }),
  }),
})

const CancelAppointmentInput = builder.inputType('CancelAppointmentInput', {
  description: 'A visit to call off.',
  fields: (t) => ({
    appointmentId: t.id({ required: true, description: 'Which visit.' }),
    passes: t.field({ type: CancelPassesType, required: true, description: 'What becomes of its passes.' }),
    reason: t.string({ description: 'Why.' }),
  }),
})

builder.mutationFields((t) => ({
  inviteGuest: t.field({
    type: resultUnion(
      'InviteGuestResult',
      [success('InviteGuestSuccess', 'The visit is booked: its passes are DRAFT with inviteUrl; they become ACTIVE within seconds.')],
      ['ValidationFailed', 'NotFound', 'QuotaReached', 'IdempotencyKeyReused'],
      'InviteGuestSuccess',
    ),
    description: 'Books a visit. The signed pass and the invite follow within seconds.',
    args: { input: t.arg({ type: InviteGuestInput, required: true, description: 'The visit.' }) },
    resolve: async (_, { input }, ctx) => {
      const ids = {
        siteId: localId('Site', input.siteId),
        hostId: optionalLocalId('Host', input.hostId),
        roomId: optionalLocalId('Room', input.roomId),
      }
      const appointment = await inviteGuest(ctx, { ...input, ...ids })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
  cancelAppointment: t.field({
    type: resultUnion(
      'CancelAppointmentResult',
      [success('CancelAppointmentSuccess', 'The visit is called off.')],
      ['NotFound', 'ValidationFailed'],
      'CancelAppointmentSuccess',
    ),
    description: 'Calls a visit off and withdraws or keeps its passes.',
    args: { input: t.arg({ type: CancelAppointmentInput, required: true, description: 'Which visit, and what becomes of its passes.' }) },
    resolve: async (_, { input }, ctx) => {
      const appointment = await cancelAppointment(ctx, { ...input, appointmentId: localId('Appointment', input.appointmentId) })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
}))
