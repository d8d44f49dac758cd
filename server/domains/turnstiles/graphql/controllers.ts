import { reachOf } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { ControllerCredential, ControllerEvent, ControllerReader } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import {
  ControllerDifferenceKindType,
  ControllerDriverType,
  ControllerEventKindType,
  ControllerEventOutcomeType,
  ControllerProblemType,
  CredentialProblemType,
  DirectionType,
} from '../../../graphql/enums'
import { env } from '../../../infra/env'
import {
  countCredentials,
  differencesOf,
  eventsOf,
  findControllers,
  listControllers,
  type ControllerDifference,
} from '../use-cases/list-controllers'

const ReaderType = builder.objectRef<ControllerReader>('ControllerReader').implement({
  description: 'A reader of a controller.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What the controller calls it.' }),
    gate: t.field({ type: 'Gate', description: 'At which gate it is.', resolve: ({ gateId }, _, ctx) => ctx.load.related('Gate', gateId) }),
    direction: t.expose('direction', { type: DirectionType, description: 'Which way one goes through.' }),
  }),
})

/** Whose pass it was, for those who may know who came: whoever only sets the organization up may not. */
const passOf = (ctx: Ctx, { visitPassId }: Pick<ControllerCredential, 'visitPassId'> | Pick<ControllerEvent, 'visitPassId'>) =>
  visitPassId && reachOf(ctx, 'pass:read') === 'all' ? { type: 'VisitPass' as const, id: visitPassId } : null

const DifferenceType = builder.objectRef<ControllerDifference>('ControllerDifference').implement({
  description: 'A pass of which a controller holds something else than it should.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ControllerDifferenceKindType, description: 'In which way.' }),
    visitPassId: t.globalID({
      description: 'Global id of the pass.',
      nullable: true,
      resolve: ({ credential }, _, ctx) => passOf(ctx, credential),
    }),
    problem: t.field({
      type: CredentialProblemType,
      nullable: true,
      description: 'Why the controller did not take it; null where it was not asked yet, or did not answer.',
      resolve: ({ credential }) => credential.problem,
    }),
    cards: t.int({
      description: 'By how many cards it shall know the pass beside its code.',
      resolve: ({ credential }) => credential.cards,
    }),
    plates: t.int({ description: 'By how many plates of vehicles.', resolve: ({ credential }) => credential.plates }),
    attempts: t.int({ description: 'How often it refused.', resolve: ({ credential }) => credential.attempts }),
    since: t.field({ type: 'DateTime', description: 'Since when.', resolve: ({ credential }) => credential.changedAt }),
  }),
})

/** A difference of clocks in whole seconds. */
const seconds = (milliseconds: number): number => Math.round(milliseconds / 1_000)

const EventType = builder.objectRef<ControllerEvent>('ControllerEvent').implement({
  description: 'Something that a controller told.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ControllerEventKindType, description: 'Of what.' }),
    outcome: t.expose('outcome', { type: ControllerEventOutcomeType, description: 'What became of it.' }),
    reader: t.exposeString('reader', { description: 'At which reader.' }),
    gate: t.field({
      type: 'Gate',
      nullable: true,
      description: 'At which gate; null for a reader that nobody knows.',
      resolve: ({ gateId }, _, ctx) => (gateId ? ctx.load.related('Gate', gateId) : null),
    }),
    direction: t.expose('direction', { type: DirectionType, nullable: true, description: 'Which way.' }),
    visitPassId: t.globalID({
      nullable: true,
      description: 'Global id of the pass, where the code spoke of one.',
      resolve: (event, _, ctx) => passOf(ctx, event),
    }),
    happenedAt: t.expose('happenedAt', { type: 'DateTime', description: 'When it happened, the clock put right.' }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it was told.' }),
    clockOffset: t.int({ description: 'By how many seconds its clock was behind then.', resolve: (event) => seconds(event.clockOffset) }),
    repeats: t.exposeInt('repeats', { description: 'How often it was told again; it counts once.' }),
  }),
})

builder.node('AccessController', {
  description: 'A turnstile, or the controller of several, of an access-control system.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findControllers(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    site: t.field({ type: 'Site', description: 'Where it stands.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
    driver: t.expose('driver', { type: ControllerDriverType, description: 'How it is reached.' }),
    server: t.exposeString('server', { description: 'The name of its server or broker, to recognise it by.' }),
    tellsAt: t.string({
      description: 'Where it tells what happens: an address by HTTP, the beginning of its topics by MQTT.',
      resolve: ({ id, driver }) =>
        driver === 'HTTP' ? new URL(`/api/access-control/${id}/events`, env.PUBLIC_URL).href : `guest-center/${id}`,
    }),
    readers: t.field({ type: [ReaderType], description: 'Its readers.', resolve: ({ readers }) => readers }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
    secretAt: t.expose('secretAt', { type: 'DateTime', description: 'When its secret was last replaced.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked.' }),
  }),
})

builder.objectFields('AccessController', (t) => ({
  lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', nullable: true, description: 'When it last told anything, to a minute.' }),
  forgedAt: t.expose('forgedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When a message last came in its name that it had not signed, to a minute.',
  }),
  clockOffset: t.int({ description: 'By how many seconds its clock is behind.', resolve: ({ clockOffset }) => seconds(clockOffset) }),
  syncedAt: t.expose('syncedAt', { type: 'DateTime', nullable: true, description: 'When it was last brought up to date.' }),
  nextSyncAt: t.expose('nextSyncAt', { type: 'DateTime', description: 'When that is done next, unless something happens first.' }),
  problem: t.expose('problem', {
    type: ControllerProblemType,
    nullable: true,
    description: 'Why it could not be brought up to date the last time.',
  }),
  strangers: t.exposeInt('strangers', {
    description: 'How many credentials it held, when last asked, that nobody had given it: they were taken away.',
  }),
  keepsCards: t.exposeBoolean('keepsCards', { description: 'Whether it said that it knows cards beside codes: then it is given them.' }),
  keepsPlates: t.exposeBoolean('keepsPlates', { description: 'Whether it said that it knows plates of vehicles.' }),
  wantedCredentials: t.int({
    description: 'How many credentials it shall hold.',
    resolve: async (controller, _, ctx) => (await countCredentials(ctx, controller)).wanted,
  }),
  heldCredentials: t.int({
    description: 'How many of them it holds as they shall be.',
    resolve: async (controller, _, ctx) => (await countCredentials(ctx, controller)).inSync,
  }),
  differences: t.field({
    type: [DifferenceType],
    description: 'Where what it holds is not what it should hold, the longest first, at most 100.',
    resolve: (controller, _, ctx) => differencesOf(ctx, controller),
  }),
  events: t.field({
    type: [EventType],
    description: 'What it told last, the newest first, at most 50.',
    resolve: (controller, _, ctx) => eventsOf(ctx, controller),
  }),
}))

builder.queryField('accessControllers', (t) =>
  t.field({
    type: ['AccessController'],
    description: 'Turnstiles and controllers of the organization, in the order in which they were connected: for who manages it.',
    resolve: (_, __, ctx) => listControllers(ctx),
  }),
)
