import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { enumOf } from '../../../graphql/enums'
import { optionalLocalId } from '../../../graphql/global-id'
import {
  exitsOf,
  findRollCalls,
  marksOf,
  nameOf,
  noteOf,
  peopleOf,
  versionOf,
  type ExitRow,
  type MarkRow,
  type PersonRow,
} from '../use-cases/find-roll-calls'

/** What a roll call is for. */
export const RollCallKindType = enumOf('RollCallKind', 'What a roll call is for.', {
  DRILL: 'To practise.',
  EVACUATION: 'People are in danger.',
})

/** What a marshal says of somebody. */
export const RollCallStateType = enumOf('RollCallState', 'What a marshal says of somebody.', {
  SAFE: 'They are here and safe.',
  MISSING: 'They are missing: they have to be looked for.',
  NOT_CHECKED: 'What was said before is taken back: nobody has seen yet.',
})

const RollCallPersonType = builder.objectRef<PersonRow>('RollCallPerson').implement({
  description: 'Somebody for whom a roll call asks.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'By what marks name them, in this roll call.' }),
    visitPass: t.field({
      type: 'VisitPass',
      nullable: true,
      description: 'The pass on which they are inside; null for whom a marshal added.',
      resolve: ({ visitPassId }, _, ctx) => (visitPassId ? ctx.load.one('VisitPass', visitPassId) : null),
    }),
    name: t.string({
      nullable: true,
      description: 'The name of whom a marshal added; null for a guest, and once it was forgotten.',
      resolve: (person, _, ctx) => nameOf(ctx, person),
    }),
    ordinal: t.exposeInt('ordinal', { description: 'Which of those on the pass, from 1.' }),
    of: t.exposeInt('of', { description: 'How many of the pass are asked for.' }),
    zone: t.field({
      type: 'Zone',
      nullable: true,
      description: 'Where they were when it began; null for no zone in particular.',
      resolve: ({ zoneId }, _, ctx) => (zoneId ? ctx.load.one('Zone', zoneId) : null),
    }),
    host: t.field({
      type: 'Host',
      nullable: true,
      description: 'Whom they visit.',
      resolve: ({ hostId }, _, ctx) => (hostId ? ctx.load.one('Host', hostId) : null),
    }),
    hostPhone: t.exposeString('hostPhone', { nullable: true, description: 'By which number their host is reached; not told to programs.' }),
    insideSince: t.expose('insideSince', { type: 'DateTime', nullable: true, description: 'Since when they were inside.' }),
    leftUnseenAt: t.expose('leftUnseenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when they counted as gone although nobody saw them leave; null for whom the ledger had inside.',
    }),
    addedAt: t.expose('addedAt', { type: 'DateTime', description: 'Since when they are asked for.' }),
  }),
})

const RollCallMarkType = builder.objectRef<MarkRow>('RollCallMark').implement({
  description: 'What a marshal said of somebody. Nothing changes it; of several the latest counts.',
  fields: (t) => ({
    key: t.string({ description: 'The same wherever it is told.', resolve: ({ marshalId, nonce }) => `${marshalId}:${nonce}` }),
    nonce: t.exposeString('nonce', { description: 'Made by the device of the marshal.' }),
    personKey: t.exposeString('personKey', { description: 'Of whom: `key` of a person.' }),
    state: t.expose('state', { type: RollCallStateType, description: 'What.' }),
    marshal: t.string({
      nullable: true,
      description: 'The name of the marshal; null for who belongs here no more.',
      resolve: ({ marshalId }, _, ctx) => ctx.load.nameOf('User', marshalId),
    }),
    marshalKey: t.exposeString('marshalId', { description: 'Tells marshals of one name apart.' }),
    assemblyPoint: t.exposeString('assemblyPoint', { nullable: true, description: 'At which assembly point.' }),
    note: t.string({ nullable: true, description: 'What they noted.', resolve: (mark, _, ctx) => noteOf(ctx, mark) }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When, by the clock of the server as far as it is known.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When the server learned of it.' }),
  }),
})

const RollCallExitType = builder.objectRef<ExitRow>('RollCallExit').implement({
  description: 'Somebody went out by a gate while the roll was called.',
  fields: (t) => ({
    key: t.exposeString('checkinId', { description: 'The same wherever it is told.' }),
    personKey: t.exposeString('personKey', { description: 'Who: `key` of a person.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When.' }),
  }),
})

builder.node('RollCall', {
  description: 'A call of the roll of everybody who was inside a site when it began.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findRollCalls(ctx, { id: { in: ids } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    site: t.field({ type: 'Site', description: 'Where.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
    kind: t.expose('kind', { type: RollCallKindType, description: 'What it is for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    startedBy: t.string({
      nullable: true,
      description: 'Who began it.',
      resolve: ({ startedById }, _, ctx) => ctx.load.nameOf('User', startedById),
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null while it goes on.' }),
    endedBy: t.string({
      nullable: true,
      description: 'Who ended it; null while it goes on, and where a day went by instead.',
      resolve: ({ endedById }, _, ctx) => (endedById ? ctx.load.nameOf('User', endedById) : null),
    }),
    version: t.string({ description: 'Another text once anything of it has changed.', resolve: (row, _, ctx) => versionOf(ctx, row) }),
    people: t.field({ type: [RollCallPersonType], description: 'For whom it asks.', resolve: (row, _, ctx) => peopleOf(ctx, row) }),
    marks: t.field({
      type: [RollCallMarkType],
      description: 'Everything that marshals said.',
      resolve: (row, _, ctx) => marksOf(ctx, row),
    }),
    exits: t.field({
      type: [RollCallExitType],
      description: 'Who of them went out by a gate.',
      resolve: (row, _, ctx) => exitsOf(ctx, row),
    }),
  }),
})

builder.queryField('rollCalls', (t) =>
  t.field({
    type: connections.RollCall,
    description: 'Roll calls, the newest first.',
    args: { ...t.arg.connectionArgs(), siteId: t.arg.id({ description: 'Only at this site.' }) },
    resolve: (_, { siteId, ...args }, ctx) => {
      const site = optionalLocalId('Site', siteId)
      const at = site === null ? {} : { siteId: site }
      return listById(args, ({ where, ...page }) => findRollCalls(ctx, { ...at, ...where }, page), { newestFirst: true })
    },
  }),
)
