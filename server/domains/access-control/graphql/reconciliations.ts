import { isFailure } from '../../../core/errors'
import type { Reconciliation } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { countHeads, countsOf, type HeadCount } from '../use-cases/presence/count-heads'
import { correctionsOf, findReconciliations, likelyGone, likelyInside } from '../use-cases/presence/find-reconciliations'

const HeadCountType = builder.objectRef<HeadCount>('HeadCount').implement({
  description: 'How many heads were counted in a zone or at a whole site, and how many the ledger had there.',
  fields: (t) => ({
    zone: t.field({
      type: 'Zone',
      nullable: true,
      description: 'The zone; null for the whole site, and for one that is gone.',
      resolve: ({ zoneId }, _, ctx) => (zoneId ? ctx.load.one('Zone', zoneId) : null),
    }),
    isWholeSite: t.boolean({ description: 'Whether the whole site was counted.', resolve: ({ zoneId }) => zoneId === null }),
    counted: t.exposeInt('counted', { description: 'How many were counted.' }),
    ledger: t.exposeInt('ledger', { description: 'How many the ledger had, those in the zones that lie in it too.' }),
  }),
})

builder.node('Reconciliation', {
  description: 'A count of heads at a site, held against the ledger.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findReconciliations(ctx, { id: { in: ids } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    site: t.field({ type: 'Site', description: 'Where.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
    countedAt: t.expose('countedAt', { type: 'DateTime', description: 'When.' }),
    countedBy: t.string({
      nullable: true,
      description: 'The name of whoever counted; null for who belongs here no more.',
      resolve: ({ countedById }, _, ctx) => ctx.load.nameOf('User', countedById),
    }),
    counts: t.field({ type: [HeadCountType], description: 'What was counted.', resolve: (row) => countsOf(row) }),
    corrections: t.field({
      type: ['Checkin'],
      description: 'What was corrected for it.',
      resolve: (row, _, ctx) => correctionsOf(ctx, row),
    }),
    likelyGone: t.field({
      type: ['VisitPass'],
      description: 'Who is most likely gone though the ledger has them inside: whose visit is over, then who came longest ago.',
      resolve: (row, _, ctx) => likelyGone(ctx, row),
    }),
    likelyInside: t.field({
      type: ['VisitPass'],
      description: 'Who is most likely inside though the ledger does not have them: who left last, then who is expected now.',
      resolve: (row, _, ctx) => likelyInside(ctx, row),
    }),
  }),
})

builder.queryField('reconciliations', (t) =>
  t.field({
    type: connections.Reconciliation,
    description: 'Counts of heads, the newest first.',
    args: { ...t.arg.connectionArgs(), siteId: t.arg.id({ description: 'Only at this site.' }) },
    resolve: (_, { siteId, ...args }, ctx) => {
      const site = optionalLocalId('Site', siteId)
      const at = site === null ? {} : { siteId: site }
      return listById(args, ({ where, ...page }) => findReconciliations(ctx, { ...at, ...where }, page), { newestFirst: true })
    },
  }),
)

const CountedZoneInput = builder.inputType('CountedHeads', {
  description: 'How many heads were counted somewhere.',
  fields: (t) => ({
    zoneId: t.id({ description: 'The zone; absent for the whole site.' }),
    counted: t.int({ required: true, description: 'How many.' }),
  }),
})

const CountHeadsInput = builder.inputType('CountHeadsInput', {
  description: 'A count of heads.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where.' }),
    counts: t.field({ type: [CountedZoneInput], required: true, description: 'What was counted, each place once.' }),
    idempotencyKey: t.string({ description: 'Sent again, the answer is the same.' }),
  }),
})

const CountHeadsSuccess = builder.objectRef<{ reconciliation: Reconciliation }>('CountHeadsSuccess').implement({
  description: 'It is kept with what the ledger had at that moment.',
  fields: (t) => ({ reconciliation: t.expose('reconciliation', { type: 'Reconciliation', description: 'The count.' }) }),
})

builder.mutationField('countHeads', (t) =>
  t.field({
    type: resultUnion(
      'CountHeadsResult',
      [CountHeadsSuccess],
      ['NotFound', 'ValidationFailed', 'IdempotencyKeyReused'],
      'CountHeadsSuccess',
    ),
    description: 'Keeps a count of heads beside what the ledger has. It changes nothing: what differs is corrected one by one.',
    args: { input: t.arg({ type: CountHeadsInput, required: true, description: 'Where, and how many.' }) },
    resolve: async (_, { input }, ctx) => {
      const counts = input.counts.map((count) => ({ ...count, zoneId: optionalLocalId('Zone', count.zoneId) }))
      const reconciliation = await countHeads(ctx, { ...input, counts, siteId: localId('Site', input.siteId) })
      return isFailure(reconciliation) ? reconciliation : { reconciliation }
    },
  }),
)
