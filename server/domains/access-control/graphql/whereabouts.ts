import type { VisitPassRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { enumOf } from '../../../graphql/enums'
import { noticesOf } from '../scan-outcome'
import type { crossingNotices } from '#shared/entry-decision'

const MovementType = enumOf('Movement', 'What a check-in did to where somebody is.', {
  IN: 'They came into the site.',
  WITHIN: 'They were inside and went into another zone.',
  OUT: 'They went out of the site.',
})

const CheckinNoticeType = enumOf('CheckinNotice', 'What a steward should know of somebody who was let in all the same.', {
  ALREADY_INSIDE: 'They were there already: nobody saw them leave.',
  NOT_COME_IN: 'They came to an inner gate, and nobody saw them come in.',
  STILL: 'They showed a code that does not change, where codes change: a picture or paper.',
} satisfies Record<(typeof crossingNotices)[number], string>)

const VisitStageType = enumOf('VisitStage', 'How far the bearer of a pass has come.', {
  EXPECTED: 'They have not come yet.',
  ON_SITE: 'They are on the grounds and not checked in yet.',
  CHECKED_IN: 'They are past the reception.',
  LEFT: 'They have gone.',
})

const PeopleInZone = builder.objectRef<{ zoneId: string; people: number }>('PeopleInZone').implement({
  description: 'How many people of a pass are in a zone.',
  fields: (t) => ({
    zone: t.field({ type: 'Zone', description: 'The zone.', resolve: ({ zoneId }, _, ctx) => ctx.load.related('Zone', zoneId) }),
    people: t.exposeInt('people', { description: 'How many: more than one only of a group.' }),
  }),
})

/** In which zones the people of a pass are. */
async function zonesOf(pass: VisitPassRow, ctx: GraphqlContext): Promise<{ zoneId: string; people: number }[]> {
  const { zones } = pass.zones === undefined ? ((await ctx.load.one('VisitPass', pass.id)) ?? pass) : pass
  return Object.entries((zones ?? {}) as Record<string, number>).map(([zoneId, people]) => ({ zoneId, people }))
}

/** Whether a zone is open ground before the reception, or lies in such. */
async function isOnGrounds(zoneId: string, ctx: GraphqlContext): Promise<boolean> {
  const zone = await ctx.load.one('Zone', zoneId)
  if (!zone || zone.isGrounds) return zone?.isGrounds ?? false
  return zone.parentId !== null && isOnGrounds(zone.parentId, ctx)
}

/** Whether everybody of a pass who is inside is on open ground only. */
async function areOnGrounds(pass: VisitPassRow, ctx: GraphqlContext): Promise<boolean> {
  const where = await zonesOf(pass, ctx)
  const placed = where.reduce((sum, { people }) => sum + people, 0)
  if (placed === 0 || (pass.type === 'GROUP' && placed < pass.peopleInside)) return false
  const grounds = await Promise.all(where.map(({ zoneId }) => isOnGrounds(zoneId, ctx)))
  return grounds.every(Boolean)
}

builder.objectFields('VisitPass', (t) => ({
  whereabouts: t.field({
    type: [PeopleInZone],
    description: 'The zones in which its people are; whoever is in no zone in particular is not named.',
    resolve: (pass, _, ctx) => zonesOf(pass, ctx),
  }),
  stage: t.field({
    type: VisitStageType,
    description: 'How far its bearer has come.',
    resolve: async (pass, _, ctx) => {
      if (pass.presence !== 'INSIDE') return pass.presence
      return (await areOnGrounds(pass, ctx)) ? 'ON_SITE' : 'CHECKED_IN'
    },
  }),
}))

builder.objectFields('Checkin', (t) => ({
  movement: t.expose('movement', { type: MovementType, nullable: true, description: 'How somebody moved by it; null where nobody did.' }),
  zoneFrom: t.field({
    type: 'Zone',
    nullable: true,
    description: 'The zone they came from; null for none in particular.',
    resolve: ({ zoneFrom }, _, ctx) => (zoneFrom ? ctx.load.one('Zone', zoneFrom) : null),
  }),
  zoneTo: t.field({
    type: 'Zone',
    nullable: true,
    description: 'The zone they went into; null for none in particular.',
    resolve: ({ zoneTo }, _, ctx) => (zoneTo ? ctx.load.one('Zone', zoneTo) : null),
  }),
  notices: t.field({
    type: [CheckinNoticeType],
    description: 'What a steward should know of somebody who was let in all the same.',
    resolve: (checkin) => noticesOf(checkin),
  }),
}))
