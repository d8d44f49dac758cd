import { openAppointment } from '../../../core/appointment-texts'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { GuestReplyType, PresenceType, VisitPassStatusType, VisitPassTypeType } from '../../../graphql/enums'
import { optionalLocalId } from '../../../graphql/global-id'
import type { CoHost, VisitPassRow } from '../../../core/rows'
import { checkinsWithin } from '../../../core/within'
import type { Appointment, VisitPass } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { maySeeCode, maySeePlate, visiblePasses } from '../policy'
import { inviteUrlOf } from '../use-cases/invite-links'
import { plateIndexOf, plateOf } from '../use-cases/vehicle-plate'

/** Passes of the caller's organization, each with its visit. */
async function withVisits(
  ctx: Ctx,
  rows: (VisitPass & { appointment: (Appointment & { coHosts: CoHost[] }) | null })[],
): Promise<VisitPassRow[]> {
  const keyring = await keyringOf(organizationOf(ctx))
  return rows.map(({ appointment, ...row }) => ({
    ...row,
    hostId: appointment?.hostId ?? null,
    coHosts: appointment?.coHosts ?? [],
    ...(appointment ? { appointment: openAppointment(keyring, appointment) } : {}),
  }))
}

builder.node('VisitPass', {
  description: 'The right of one visitor to enter. Its state is the pass’s; presence is the person’s.',
  id: { resolve: (pass) => pass.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await ctx.db.visitPass.findMany({
      where: { AND: [{ id: { in: ids } }, visiblePasses(ctx)] },
      include: { appointment: { include: { coHosts: { select: { hostId: true } } } } },
    })
    const passes = new Map((await withVisits(ctx, rows)).map((pass) => [pass.id, pass]))
    return ids.map((id) => passes.get(id) ?? null)
  },
  fields: (t) => ({
    status: t.expose('status', { type: VisitPassStatusType, description: 'Where the pass stands.' }),
    type: t.expose('type', { type: VisitPassTypeType, description: 'What kind of pass it is.' }),
    presence: t.expose('presence', { type: PresenceType, description: 'Where the person is.' }),
    insideSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when the person is inside.',
      resolve: (pass) => pass.insideSince ?? null,
    }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when it opens gates.' }),
    validTo: t.expose('validTo', { type: 'DateTime', description: 'Until when it opens gates.' }),
    reply: t.expose('reply', {
      type: GuestReplyType,
      nullable: true,
      description: 'What the guest said to the invite; null while they have said nothing of these hours.',
    }),
    lateMinutes: t.exposeInt('lateMinutes', { nullable: true, description: 'How many minutes late the guest said they would be.' }),
    hereAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the guest said to be here. Opens no gate.',
      resolve: ({ hereAt }) => hereAt,
    }),
    revokedReason: t.exposeString('revokedReason', { nullable: true, description: 'Why it was withdrawn.' }),
    visitor: t.field({
      type: 'Visitor',
      description: 'Whose it is.',
      resolve: (pass, _, ctx) => pass.visitor ?? ctx.load.related('Visitor', pass.visitorId),
    }),
    appointment: t.field({
      type: 'Appointment',
      nullable: true,
      description: 'The visit it was made for.',
      resolve: (pass, _, ctx) => pass.appointment ?? (pass.appointmentId ? ctx.load.one('Appointment', pass.appointmentId) : null),
    }),
  }),
})

builder.objectFields('VisitPass', (t) => ({
  suspendedReason: t.exposeString('suspendedReason', {
    nullable: true,
    description: 'Why it is suspended: for the staff, never for its guest.',
  }),
  suspendedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Since when it is suspended; null for one that is not.',
    resolve: ({ suspendedAt }) => suspendedAt,
  }),
}))

builder.objectFields('VisitPass', (t) => ({
  groupSize: t.int({
    nullable: true,
    description: 'How many people come on a pass for a group; null for a pass of one, or a group of any size.',
    resolve: ({ type, entriesLimit }) => (type === 'GROUP' ? entriesLimit : null),
  }),
  entriesUsed: t.exposeInt('entriesUsed', { description: 'How many times somebody was let in on it.' }),
  peopleInside: t.int({
    description: 'How many people are inside on it: of a group several, of any other pass one at most.',
    resolve: ({ type, presence, peopleInside }) => (type === 'GROUP' ? peopleInside : Number(presence === 'INSIDE')),
  }),
  moves: t.exposeInt('moves', {
    description: 'How often somebody has moved on it: tells an offline scanner whether its list knows of a scan.',
  }),
}))

builder.objectFields('VisitPass', (t) => ({
  inviteUrl: t.string({
    nullable: true,
    description: 'The guest’s page: for the host and holders of pass:read_code; never for a device.',
    resolve: (pass, _, ctx) => (maySeeCode(ctx, pass) ? inviteUrlOf(pass) : null),
  }),
  code: t.string({
    nullable: true,
    description: 'What the QR says; null until the pass is ACTIVE. For whom inviteUrl is.',
    resolve: (pass, _, ctx) => (maySeeCode(ctx, pass) ? pass.qrToken : null),
  }),
  shortCode: t.string({
    nullable: true,
    description: 'Ten symbols to type where no camera is. For whom inviteUrl is.',
    resolve: (pass, _, ctx) => (maySeeCode(ctx, pass) ? pass.shortCode : null),
  }),
  checkins: t.field({
    type: connections.Checkin,
    description: 'Its scans, oldest first.',
    args: t.arg.connectionArgs(),
    resolve: (pass, args, ctx) => {
      const visible = checkinsWithin(authorizeWithin(ctx, 'checkin:read'))
      return listById(args, ({ where, ...page }) =>
        ctx.db.checkin.findMany({ where: { AND: [{ visitPassId: pass.id }, visible, where] }, ...page }),
      )
    },
  }),
}))

builder.objectFields('VisitPass', (t) => ({
  broughtBy: t.field({
    type: 'VisitPass',
    nullable: true,
    description: 'The pass of the guest who brings this one along.',
    resolve: (pass, _, ctx) => (pass.broughtById ? ctx.load.one('VisitPass', pass.broughtById) : null),
  }),
  vehiclePlate: t.string({
    nullable: true,
    description: 'The plate of the vehicle in which the guest said to come: for the guest and those who may read the pass.',
    resolve: async (pass, _, ctx) => {
      if (!pass.sealedPlate || !maySeePlate(ctx, pass)) return null
      const visitor = pass.visitor ?? (await ctx.load.related('Visitor', pass.visitorId))
      return visitor && plateOf(visitor, pass)
    },
  }),
}))

const VisitPassFilter = builder.inputType('VisitPassFilter', {
  description: 'Which passes are listed.',
  fields: (t) => ({
    status: t.field({ type: [VisitPassStatusType], description: 'Only in one of these states.' }),
    presence: t.field({ type: [PresenceType], description: 'Only of people who are there, or not.' }),
    siteId: t.id({ description: 'Only for this site.' }),
    appointmentId: t.id({ description: 'Only of this visit.' }),
    plate: t.string({
      description: 'Only of guests who come with this plate, whole: case, blanks and look-alike letters make no difference.',
    }),
    visitorId: t.id({ description: 'Only of this visitor.' }),
  }),
})

builder.queryField('visitPasses', (t) =>
  t.field({
    type: connections.VisitPass,
    description: 'Passes, oldest first; ask for `last` to see the newest.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: VisitPassFilter, description: 'Which ones.' }) },
    resolve: async (_, { filter, ...args }, ctx) => {
      const siteId = optionalLocalId('Site', filter?.siteId)
      const appointmentId = optionalLocalId('Appointment', filter?.appointmentId)
      const visitorId = optionalLocalId('Visitor', filter?.visitorId)
      const asked = {
        ...(filter?.status ? { status: { in: filter.status } } : {}),
        ...(filter?.presence ? { presence: { in: filter.presence } } : {}),
        ...(siteId === null ? {} : { siteId }),
        ...(appointmentId === null ? {} : { appointmentId }),
        ...(filter?.plate ? { plateIndex: await plateIndexOf(ctx, filter.plate) } : {}),
        ...(visitorId === null ? {} : { visitorId }),
      }
      const visible = visiblePasses(ctx)
      return listById(args, async ({ where, ...page }) => {
        const rows = await ctx.db.visitPass.findMany({
          where: { AND: [asked, visible, where] },
          include: { appointment: { include: { coHosts: { select: { hostId: true } } } } },
          ...page,
        })
        return withVisits(ctx, rows)
      })
    },
  }),
)
