import type { ApprovalStepInput as StepInput, ApproverInput as ApproverData } from '#shared/schemas/approvals'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { ApprovalQuorumType, ApproverKindType, DeadlineOutcomeType } from './enums'
import { encodeGlobalId, optionalLocalId } from '../../../graphql/global-id'
import type { StoredApprover, StoredStep } from '../chain-steps'
import { findRoleNames, memberIdOf } from './names'
import { translate } from '../../../infra/i18n'

/** What an approver is called: a person, a role, or whoever is the host or heads the department. */
export async function approverName(ctx: GraphqlContext, { kind, userId, roleId }: StoredApprover): Promise<string> {
  if (kind === 'PERSON') return (userId && (await ctx.load.nameOf('User', userId))) ?? translate(ctx.language, 'approvals.gone')
  if (kind === 'ROLE') return (await findRoleNames(ctx, [roleId ?? '']))[0]?.name ?? translate(ctx.language, 'approvals.gone')
  return translate(ctx.language, `approvals.kinds.${kind}`)
}

const Approver = builder.objectRef<StoredApprover>('Approver').implement({
  description: 'Somebody whom a step of a chain asks.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ApproverKindType, description: 'How they are named.' }),
    name: t.string({ description: 'What they are called.', resolve: (approver, _, ctx) => approverName(ctx, approver) }),
    memberId: t.id({
      nullable: true,
      description: 'The person, where one is named.',
      resolve: ({ userId }, _, ctx) => memberIdOf(ctx, userId),
    }),
    roleId: t.id({
      nullable: true,
      description: 'The role, where one is named.',
      resolve: ({ roleId }) => roleId && encodeGlobalId('Role', roleId),
    }),
    deputyMemberId: t.id({
      nullable: true,
      description: 'Who stands in for them.',
      resolve: ({ deputyId }, _, ctx) => memberIdOf(ctx, deputyId),
    }),
    deputyName: t.string({
      nullable: true,
      description: 'What the deputy is called.',
      resolve: ({ deputyId }, _, ctx) => (deputyId ? ctx.load.nameOf('User', deputyId) : null),
    }),
  }),
})

const quorumOf = ({ needed }: StoredStep) => (needed === 'ALL' ? 'ALL' : needed === 1 ? 'ANY' : 'COUNT')

/** A step of a chain. */
export const ApprovalStep = builder.objectRef<StoredStep>('ApprovalStep').implement({
  description: 'A step of a chain: whom it asks, how many have to agree, and until when.',
  fields: (t) => ({
    approvers: t.expose('approvers', { type: [Approver], description: 'Whom it asks.' }),
    quorum: t.field({ type: ApprovalQuorumType, description: 'How many of them have to agree.', resolve: quorumOf }),
    count: t.int({
      nullable: true,
      description: 'How many, where it is a number above one.',
      resolve: (step) => (quorumOf(step) === 'COUNT' && typeof step.needed === 'number' ? step.needed : null),
    }),
    deadlineHours: t.exposeInt('deadlineHours', { nullable: true, description: 'Within how many hours; null for no deadline.' }),
    workingHours: t.exposeBoolean('workingHours', {
      description: 'Whether only working hours count: Monday to Friday, 9 to 18 at the site.',
    }),
    atDeadline: t.expose('atDeadline', { type: DeadlineOutcomeType, description: 'What happens when nobody has decided by then.' }),
    escalateTo: t.expose('escalateTo', {
      type: [Approver],
      description: 'Whose word is enough from then on; nobody named: the deputies, else the administrators.',
    }),
  }),
})

const ApproverInput = builder.inputType('ApproverInput', {
  description: 'Somebody whom a step asks.',
  fields: (t) => ({
    kind: t.field({ type: ApproverKindType, required: true, description: 'How they are named.' }),
    memberId: t.id({ description: 'The person, for PERSON.' }),
    roleId: t.id({ description: 'The role, for ROLE.' }),
    deputyMemberId: t.id({ description: 'Who stands in for them.' }),
  }),
})

/** A step of a chain as it is sent. */
export const ApprovalStepInput = builder.inputType('ApprovalStepInput', {
  description: 'A step of a chain.',
  fields: (t) => ({
    approvers: t.field({ type: [ApproverInput], required: true, description: 'Whom it asks, 1 to 20.' }),
    quorum: t.field({ type: ApprovalQuorumType, defaultValue: 'ANY', description: 'How many of them have to agree.' }),
    count: t.int({ description: 'How many, for COUNT.' }),
    deadlineHours: t.int({ description: 'Within how many hours, 1 to 720; left out, there is no deadline.' }),
    workingHours: t.boolean({
      defaultValue: false,
      description: 'Whether only working hours count: Monday to Friday, 9 to 18 at the site.',
    }),
    atDeadline: t.field({
      type: DeadlineOutcomeType,
      defaultValue: 'ESCALATE',
      description: 'What happens when nobody has decided by then.',
    }),
    escalateTo: t.field({
      type: [ApproverInput],
      description: 'Whose word is enough from then on; left out: the deputies, else the administrators.',
    }),
  }),
})

const approverFrom = ({ kind, memberId, roleId, deputyMemberId }: (typeof ApproverInput)['$inferInput']): ApproverData => ({
  kind,
  memberId: optionalLocalId('Member', memberId),
  roleId: optionalLocalId('Role', roleId),
  deputyId: optionalLocalId('Member', deputyMemberId),
})

/** A step as the use-cases take it. */
export const stepFrom = (step: (typeof ApprovalStepInput)['$inferInput']): StepInput => ({
  approvers: step.approvers.map(approverFrom),
  quorum: step.quorum ?? 'ANY',
  count: step.count ?? null,
  deadlineHours: step.deadlineHours ?? null,
  workingHours: step.workingHours ?? false,
  atDeadline: step.atDeadline ?? 'ESCALATE',
  escalateTo: (step.escalateTo ?? []).map(approverFrom),
})
