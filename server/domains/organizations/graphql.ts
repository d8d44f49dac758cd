import type { Prisma } from '../../generated/prisma/client'
import { builder } from '../../graphql/builder'
import type { ConnectionArgs } from '../../graphql/connection'
import { connections, listById } from '../../graphql/connections'
import type { GraphqlContext } from '../../graphql/context'
import { optionalLocalId } from '../../graphql/global-id'
import { LocaleType } from '../../graphql/enums'
import { organizationPermission } from './policy'
import { brandOf } from './use-cases/find-brand'
import { findOrganizations } from './use-cases/find-organizations'
import { gatesOfSite, siteWhere, usableGates, watchedSites } from './use-cases/list-places'

const globalId = { description: 'Global id.' }

builder.node('Organization', {
  description: 'A host company.',
  id: { resolve: (organization) => organization.id, ...globalId },
  loadMany: (ids, ctx) => findOrganizations(ctx, ids),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Short name in addresses.' }),
    name: t.exposeString('name', { description: 'Name as guests know it.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of the head office.' }),
    locale: t.expose('locale', { type: LocaleType, description: 'Language that new things of it begin with.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when it stands here.' }),
    isSandbox: t.exposeBoolean('isSandbox', { description: 'Whether it is an integrator’s sandbox.' }),
    branding: t.field({
      type: 'OrganizationBranding',
      description: 'Logo and colours.',
      resolve: (organization) => brandOf(organization.id),
    }),
  }),
})

builder.node('Site', {
  description: 'A place of an organization.',
  id: { resolve: (site) => site.id, ...globalId },
  loadMany: (ids, ctx) => loadVisible(ctx, 'Site', ids),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the place.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone of its wall clock.' }),
    address: t.exposeString('address', { nullable: true, description: 'Postal address.' }),
    directions: t.exposeString('directions', { nullable: true, description: 'How guests find the way.' }),
    whatToBring: t.exposeString('whatToBring', { nullable: true, description: 'What guests shall have with them.' }),
    parking: t.exposeString('parking', { nullable: true, description: 'Where guests can park.' }),
    entrance: t.exposeString('entrance', { nullable: true, description: 'How guests get from the door to reception.' }),
    mapUrl: t.exposeString('mapUrl', { nullable: true, description: 'An https address of a map that shows the way.' }),
    directionsOther: t.exposeString('directionsOther', {
      nullable: true,
      description: 'How guests find the way, in the other language of the two.',
    }),
    whatToBringOther: t.exposeString('whatToBringOther', {
      nullable: true,
      description: 'What guests shall have with them, in the other language.',
    }),
    parkingOther: t.exposeString('parkingOther', { nullable: true, description: 'Where guests can park, in the other language.' }),
    entranceOther: t.exposeString('entranceOther', { nullable: true, description: 'How guests get to reception, in the other language.' }),
    identityCheck: t.exposeBoolean('identityCheck', {
      description: 'Whether the gate must confirm who a guest is before letting them in.',
    }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, description: 'When it was closed; null while it is open.' }),
    gates: t.field({
      type: connections.Gate,
      description: 'Its gates, open ones unless closed ones are asked for.',
      args: { ...t.arg.connectionArgs(), isClosed: t.arg.boolean({ description: 'Closed gates instead of open ones.' }) },
      resolve: (site, { isClosed, ...args }, ctx) => listGates(ctx, args, gatesOfSite(ctx, site.id, isClosed)),
    }),
    rooms: t.field({
      type: connections.Room,
      description: 'Its meeting rooms: those that can be booked, or the closed ones.',
      args: { ...t.arg.connectionArgs(), isClosed: t.arg.boolean({ description: 'Closed rooms instead of open ones.' }) },
      resolve: (site, { isClosed, ...args }, ctx) =>
        listById(args, ({ where, ...page }) =>
          ctx.db.room.findMany({ where: { siteId: site.id, closedAt: isClosed ? { not: null } : null, ...where }, ...page }),
        ),
    }),
  }),
})

builder.node('Gate', {
  description: 'A door of a site, where passes are scanned.',
  id: { resolve: (gate) => gate.id, ...globalId },
  loadMany: (ids, ctx) => loadVisible(ctx, 'Gate', ids),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the gate.' }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was closed by itself; null while it is open as far as its site is.',
    }),
    site: t.field({
      type: 'Site',
      description: 'Where it is.',
      resolve: (gate, _, ctx) => gate.site ?? ctx.load.related('Site', gate.siteId),
    }),
  }),
})

builder.node('Room', {
  description: 'A meeting room.',
  id: { resolve: (room) => room.id, ...globalId },
  loadMany: (ids, ctx) => loadVisible(ctx, 'Room', ids),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the room.' }),
    capacity: t.exposeInt('capacity', { description: 'How many people it holds.' }),
    closedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when nobody books it any more.',
      resolve: async (room, _, ctx) =>
        (room.closedAt === undefined ? (await ctx.load.related('Room', room.id)).closedAt : room.closedAt) ?? null,
    }),
  }),
})

/** Places are seen by everybody who works in the organization, by keys that may read appointments or gates, by devices. */
function loadVisible<K extends 'Site' | 'Gate' | 'Room'>(ctx: GraphqlContext, type: K, ids: string[]) {
  organizationPermission(ctx)
  return Promise.all(ids.map((id) => ctx.load.one(type, id)))
}

const listGates = (ctx: GraphqlContext, args: ConnectionArgs, wanted: Prisma.GateWhereInput) =>
  listById(args, ({ where, ...page }) => ctx.db.gate.findMany({ where: { AND: [wanted, where] }, ...page }))

const SiteFilterInput = builder.inputType('SiteFilter', {
  description: 'What narrows the list of sites.',
  fields: (t) => ({
    search: t.string({ description: 'A part of the name or the address.' }),
    isClosed: t.boolean({ description: 'Closed sites instead of open ones.' }),
    mayWatch: t.boolean({ description: 'Only sites whose scans the caller may see as a whole.' }),
  }),
})

builder.queryFields((t) => ({
  sites: t.field({
    type: connections.Site,
    description: 'Places of the organization, open ones unless closed ones are asked for.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SiteFilterInput, description: 'What narrows the list.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      organizationPermission(ctx)
      const wanted = {
        AND: [siteWhere({ search: filter?.search?.trim(), isClosed: filter?.isClosed }), filter?.mayWatch ? watchedSites(ctx) : {}],
      }
      return listById(args, ({ where, ...page }) => ctx.db.site.findMany({ where: { AND: [wanted, where] }, ...page }))
    },
  }),
  gates: t.field({
    type: connections.Gate,
    description: 'Open gates of the organization; for a device, those it is enrolled at.',
    args: { ...t.arg.connectionArgs(), siteId: t.arg.id({ description: 'Only gates of this site.' }) },
    resolve: (_, { siteId, ...args }, ctx) => {
      const site = optionalLocalId('Site', siteId)
      return listGates(ctx, args, { AND: [usableGates(ctx), site === null ? {} : { siteId: site }] })
    },
  }),
}))

builder.objectType('OrganizationBranding', {
  description: 'What guests see of an organization: public.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the organization.' }),
    logoUrl: t.exposeString('logoUrl', { nullable: true, description: 'Address of the logo; changes when the logo does.' }),
    primaryColor: t.exposeString('primaryColor', { description: 'Main colour, #rrggbb.' }),
  }),
})
