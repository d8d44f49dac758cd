import { organizationOf } from '../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { ApprovalDecision, ApprovalRequest } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { ApprovalStandingType, ApprovalStepStateType, ApprovalVerdictType } from './enums'
import { keyringOf } from '../../../infra/keyring'
import type { StepView } from '../request-state'
import type { RequestFacts } from '../use-cases/describe-requests'
import type { AskedGuest } from '../use-cases/find-guests'
import { approverName } from './steps'

/** A step with the names of its people. */
export type NamedStep = StepView & { facts: RequestFacts; request: ApprovalRequest }

async function peopleOf(ctx: GraphqlContext, { askedIds, named, facts }: NamedStep): Promise<string[]> {
  if (askedIds.length > 0) return askedIds.flatMap((id) => facts.nameOf(id) ?? [])
  return Promise.all(named.map((approver) => approverName(ctx, approver)))
}

/** A step of a request. */
export const ApprovalRequestStep = builder.objectRef<NamedStep>('ApprovalRequestStep').implement({
  description: 'A step of a request, and where it stands.',
  fields: (t) => ({
    position: t.int({ description: 'Which step, from 1.', resolve: ({ position }) => position + 1 }),
    state: t.expose('state', { type: ApprovalStepStateType, description: 'Where it stands.' }),
    people: t.stringList({
      description: 'Who is or was asked; before that, whom the chain names.',
      resolve: (step, _, ctx) => peopleOf(ctx, step),
    }),
    agreed: t.exposeInt('agreed', { description: 'How many have agreed.' }),
    needed: t.exposeInt('needed', { description: 'How many have to.' }),
  }),
})

async function reasonOf(ctx: GraphqlContext, { id, sealedReason }: ApprovalDecision): Promise<string | null> {
  if (!sealedReason) return null
  return openForOrganization(await keyringOf(organizationOf(ctx)), sealedReason, sealedColumns.approvalReason, id).toString()
}

/** A decision with the names of its people. */
export type NamedDecision = ApprovalDecision & { facts: RequestFacts }

/** What somebody has decided. */
export const ApprovalDecisionType = builder.objectRef<NamedDecision>('ApprovalDecision').implement({
  description: 'What was decided at a step, by whom and why.',
  fields: (t) => ({
    position: t.int({ description: 'At which step, from 1.', resolve: ({ step }) => step + 1 }),
    round: t.exposeInt('round', { description: 'Which time it was asked: what was decided before a visit changed counts no more.' }),
    verdict: t.expose('verdict', { type: ApprovalVerdictType, description: 'What was decided.' }),
    by: t.string({
      nullable: true,
      description: 'Who decided; null where the chain itself did, because nobody had in time.',
      resolve: ({ deciderId, facts }) => facts.nameOf(deciderId),
    }),
    standing: t.expose('standing', { type: ApprovalStandingType, nullable: true, description: 'As what they decided.' }),
    insteadOf: t.string({
      nullable: true,
      description: 'In whose place, where it was not their own.',
      resolve: ({ seat, deciderId, facts }) => (seat === deciderId ? null : facts.nameOf(seat)),
    }),
    reason: t.string({ nullable: true, description: 'Why, where they said so.', resolve: (decision, _, ctx) => reasonOf(ctx, decision) }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', description: 'When.' }),
  }),
})

/** A guest of a request. */
export const ApprovalGuest = builder.objectRef<AskedGuest>('ApprovalGuest').implement({
  description: 'A guest whom a request is about.',
  fields: (t) => ({
    name: t.string({
      description: 'Full name.',
      resolve: async ({ visitorId }, _, ctx) => (await ctx.load.one('Visitor', visitorId))?.name ?? '',
    }),
    company: t.string({
      nullable: true,
      description: 'Where they come from.',
      resolve: async ({ visitorId }, _, ctx) => (await ctx.load.one('Visitor', visitorId))?.company ?? null,
    }),
    earlierVisits: t.exposeInt('earlierVisits', { description: 'How often they came before.' }),
    lastVisitAt: t.expose('lastVisitAt', { type: 'DateTime', nullable: true, description: 'When they came last.' }),
  }),
})

/** What a visit was before it was changed. */
export interface Earlier {
  startsAt: Date
  endsAt: Date
  siteId: string
  hostId: string
}

/** What people were asked, or had agreed to, before the visit changed. */
export const EarlierVisit = builder.objectRef<Earlier>('EarlierVisit').implement({
  description: 'What a visit was when people were asked about it before.',
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it was to start.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it was to end.' }),
    siteName: t.string({ nullable: true, description: 'Where.', resolve: ({ siteId }, _, ctx) => ctx.load.nameOf('Site', siteId) }),
    hostName: t.string({
      nullable: true,
      description: 'With whom.',
      resolve: async ({ hostId }, _, ctx) => (await ctx.load.one('Host', hostId))?.name ?? null,
    }),
  }),
})

/** What stands of an earlier visit. */
export function readEarlier(stored: unknown): Earlier | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { startsAt, endsAt, siteId, hostId } = stored as Record<string, string>
  return { startsAt: new Date(startsAt ?? 0), endsAt: new Date(endsAt ?? 0), siteId: siteId ?? '', hostId: hostId ?? '' }
}
