import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { findWalkInPage, replaceWalkInLink, setWalkInPage, type WalkInPageState } from '../use-cases/walk-in-pages'

const WalkInPage = builder.objectRef<WalkInPageState>('WalkInPage').implement({
  description: 'The page on which guests of a site who were not invited register themselves on their own phones.',
  fields: (t) => ({
    isOpen: t.exposeBoolean('isOpen', { description: 'Whether it can be opened.' }),
    url: t.exposeString('url', { nullable: true, description: 'Its address, for a poster at the entrance; null while it is closed.' }),
  }),
})

builder.objectField('Site', 'walkInPage', (t) =>
  t.field({
    type: WalkInPage,
    nullable: true,
    description: 'Where guests register themselves; null for whoever does not manage the organization.',
    resolve: ({ id }, _, ctx) => findWalkInPage(ctx, id),
  }),
)

const result = (name: string, description: string, failures: ('NotFound' | 'ValidationFailed')[]) => {
  const success = builder.objectRef<{ walkInPage: WalkInPageState }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ walkInPage: t.expose('walkInPage', { type: WalkInPage, description: 'The page.' }) }),
  })
  return resultUnion(`${name}Result`, [success], failures, `${name}Success`)
}

const answer = async (work: Promise<WalkInPageState | Failure>) => {
  const walkInPage = await work
  return isFailure(walkInPage) ? walkInPage : { walkInPage }
}

const SetWalkInPageInput = builder.inputType('SetWalkInPageInput', {
  description: 'Whether guests of a site can register themselves.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'The site.' }),
    isOpen: t.boolean({ required: true, description: 'Whether the page is open.' }),
  }),
})

const ReplaceWalkInLinkInput = builder.inputType('ReplaceWalkInLinkInput', {
  description: 'Of which site the page gets another address.',
  fields: (t) => ({ siteId: t.id({ required: true, description: 'The site.' }) }),
})

builder.mutationFields((t) => ({
  setWalkInPage: t.field({
    type: result('SetWalkInPage', 'The page is open, or is not.', ['NotFound']),
    description: 'Opens or closes the page on which guests of a site register themselves.',
    args: { input: t.arg({ type: SetWalkInPageInput, required: true, description: 'Of which site, and which.' }) },
    resolve: (_, { input }, ctx) => answer(setWalkInPage(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  replaceWalkInLink: t.field({
    type: result('ReplaceWalkInLink', 'Posters with the old address lead nowhere.', ['NotFound', 'ValidationFailed']),
    description: 'Gives the page on which guests of a site register themselves another address.',
    args: { input: t.arg({ type: ReplaceWalkInLinkInput, required: true, description: 'Of which site.' }) },
    resolve: (_, { input }, ctx) => answer(replaceWalkInLink(ctx, { siteId: localId('Site', input.siteId) })),
  }),
}))
