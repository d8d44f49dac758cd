import { builder } from '../../../graphql/builder'
import { VisitPassStatusType } from '../../../graphql/enums'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import { findNames, type NamedGuest, type NamesPart } from '../use-cases/find-names'

const OfflineName = builder.objectRef<NamedGuest>('OfflineName').implement({
  description: 'Somebody who is inside a site or may still come today, as devices keep them for the time without a connection.',
  fields: (t) => ({
    visitPassId: t.id({ description: 'The pass.', resolve: ({ visitPassId }) => encodeGlobalId('VisitPass', visitPassId) }),
    name: t.exposeString('name', { description: 'Who.' }),
    company: t.exposeString('company', { nullable: true, description: 'From where.' }),
    host: t.exposeString('host', { nullable: true, description: 'Whom they visit.' }),
    hostPhone: t.exposeString('hostPhone', { nullable: true, description: 'By which number that is reached.' }),
    room: t.exposeString('room', { nullable: true, description: 'In which room.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When they are expected.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
    status: t.expose('status', { type: VisitPassStatusType, description: 'The state of the pass.' }),
    insideSince: t.expose('insideSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when they are inside; null for who is not.',
    }),
    places: t.exposeStringList('places', {
      description: 'The zone of each of those who are inside on the pass, an empty text for none in particular. Nobody is inside: none.',
    }),
    leftUnseen: t.expose('leftUnseen', {
      type: ['DateTime'],
      description: 'Since when each of those counts as gone whom nobody saw leave on the pass: a roll call asks for them too.',
    }),
  }),
})

const OfflineNames = builder.objectRef<NamesPart>('OfflineNames').implement({
  description: 'A part of the names of a site.',
  fields: (t) => ({
    graceMinutes: t.exposeInt('graceMinutes', {
      description: 'For how many minutes after this a device keeps them; 0 for not at all: then there are none.',
    }),
    names: t.field({ type: [OfflineName], description: 'Who.', resolve: ({ names }) => names }),
    after: t.string({
      nullable: true,
      description: 'Pass it as `after` for the next part; null where this was the last.',
      resolve: ({ after }) => after && encodeGlobalId('VisitPass', after),
    }),
  }),
})

builder.queryField('offlineNames', (t) =>
  t.field({
    type: OfflineNames,
    nullable: true,
    description:
      'For people who let guests in: everybody who is inside a site or may still come today, in parts of 500, for a device that keeps them under a PIN. Not for programs and enrolled devices.',
    args: {
      siteId: t.arg.id({ required: true, description: 'Which site.' }),
      after: t.arg.string({ description: 'Where the part before ended.' }),
    },
    resolve: (_, { siteId, after }, ctx) => findNames(ctx, { siteId: localId('Site', siteId), after: optionalLocalId('VisitPass', after) }),
  }),
)
