import type { RosterLine } from '#shared/offline/roster'
import { builder } from '../../../graphql/builder'
import { DenialReasonType } from '../../../graphql/enums'
import { localId } from '../../../graphql/global-id'
import { syncOfflineRoster, type RosterPart } from '../use-cases/offline/sync-roster'

const OfflineRosterLine = builder.objectRef<RosterLine>('OfflineRosterLine').implement({
  description:
    'What a gate keeps of one pass for the time without a connection. Without the code of the pass it says nothing about its guest.',
  fields: (t) => ({
    passId: t.exposeString('passId', { description: 'The pass as its code names it: a uuid.' }),
    until: t.string({ description: 'Until when it matters, ISO 8601.', resolve: ({ until }) => until }),
    sealed: t.exposeString('sealed', {
      nullable: true,
      description: 'Pass and guest under a key made of the code, in base64 (docs/offline-gate.md); null where the pass opens nothing.',
    }),
    reason: t.expose('reason', { type: DenialReasonType, nullable: true, description: 'Why it opens nothing.' }),
  }),
})

const OfflineRoster = builder.objectRef<RosterPart>('OfflineRoster').implement({
  description: 'A part of what a gate decides by without a connection.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Pass it as `after` for the next part, and later for what has changed.' }),
    hasMore: t.exposeBoolean('hasMore', { description: 'Whether there is more to be had at once.' }),
    restarts: t.exposeBoolean('restarts', {
      description: 'A new list begins: what is kept of the old one goes when its last part is there.',
    }),
    lines: t.field({ type: [OfflineRosterLine], description: 'Passes that are new, or otherwise.', resolve: ({ lines }) => lines }),
    gone: t.exposeStringList('gone', { description: 'Passes that are no longer on the list, as their codes name them.' }),
    plan: t.string({
      nullable: true,
      description: 'Rules, zones, keys and limits, as JSON (docs/offline-gate.md); null where there is more, and where it is as before.',
      resolve: ({ plan }) => plan && JSON.stringify(plan),
    }),
    serverTime: t.expose('serverTime', { type: 'DateTime', description: 'What time it is.' }),
  }),
})

builder.queryField('offlineRoster', (t) =>
  t.field({
    type: OfflineRoster,
    nullable: true,
    description:
      'For enrolled devices: what the gates of a site decide by while they have no connection, in parts of 1,000 passes, then what has changed since. Null for a gate at which the device may not scan, and for a device that is locked.',
    args: {
      gateId: t.arg.id({ required: true, description: 'A gate of the device.' }),
      after: t.arg.string({ description: 'The cursor of the part before; without one the list begins anew.' }),
    },
    resolve: (_, { gateId, after }, ctx) => syncOfflineRoster(ctx, { gateId: localId('Gate', gateId), after }),
  }),
)
