import { reachOf } from '../../../core/authorize'
import { isFailure, type Failure } from '../../../core/errors'
import type { GivenCard, VisitPassRow } from '../../../core/rows'
import { isSiteWithin } from '../../../core/within'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { cardsOfPasses, giveCard, takeCard } from '../use-cases/pass-cards'

const PassCard = builder.objectRef<GivenCard>('PassCard').implement({
  description: 'A card that a guest was given.',
  fields: (t) => ({
    id: t.id({ description: 'Which of them: taking it back names it.', resolve: ({ id }) => encodeGlobalId('PassCard', id) }),
    number: t.exposeString('number', { description: 'Its number, without signs between.' }),
    givenAt: t.expose('givenAt', { type: 'DateTime', description: 'When it was given out.' }),
  }),
})

builder.objectFields('VisitPass', (t) => ({
  cards: t.field({
    type: [PassCard],
    description: 'Cards by which gates that read cards know this pass. None for whoever does not receive guests at its site.',
    resolve: (pass, _, ctx) => {
      const reach = reachOf(ctx, 'scan:admit')
      return reach !== 'none' && isSiteWithin(reach, pass.siteId) ? ctx.load.cardsOf(pass.id, (ids) => cardsOfPasses(ctx, ids)) : []
    },
  }),
}))

const GiveCardInput = builder.inputType('GiveCardInput', {
  description: 'A card for a guest.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'The pass of the guest.' }),
    number: t.string({ required: true, description: 'What the card says to a reader: 4 to 32 digits, decimal or hexadecimal.' }),
  }),
})

const TakeCardInput = builder.inputType('TakeCardInput', {
  description: 'A card that comes back.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'The pass of the guest.' }),
    passCardId: t.id({ required: true, description: 'Which card.' }),
  }),
})

const result = (name: `${'Give' | 'Take'}Card`, description: string) => {
  const success = builder.objectRef<{ visitPass: VisitPassRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'The pass.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const asPass = async (work: Promise<VisitPassRow | Failure>) => {
  const visitPass = await work
  return isFailure(visitPass) ? visitPass : { visitPass }
}

builder.mutationFields((t) => ({
  giveCard: t.field({
    type: result('GiveCard', 'Gates that read cards know the pass by it.'),
    description: 'Gives a guest a card. One of somebody whose visit is over is theirs no more by that.',
    args: { input: t.arg({ type: GiveCardInput, required: true, description: 'Whose, and which.' }) },
    resolve: (_, { input }, ctx) => asPass(giveCard(ctx, { visitPassId: localId('VisitPass', input.visitPassId), number: input.number })),
  }),
  takeCard: t.field({
    type: result('TakeCard', 'Gates know nobody by it.'),
    description: 'Takes a card back.',
    args: { input: t.arg({ type: TakeCardInput, required: true, description: 'Whose, and which.' }) },
    resolve: (_, { input }, ctx) =>
      asPass(takeCard(ctx, { visitPassId: localId('VisitPass', input.visitPassId), cardId: localId('PassCard', input.passCardId) })),
  }),
}))
