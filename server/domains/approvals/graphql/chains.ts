import { isFailure, type Failure } from '../../../core/errors'
import type { ApprovalChain } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import { readSteps } from '../chain-steps'
import { findChains } from '../use-cases/chains/find-chains'
import { createApprovalChain, deleteApprovalChain, updateApprovalChain } from '../use-cases/chains/save-chain'
import { ApprovalStep, ApprovalStepInput, stepFrom } from './steps'

builder.node('ApprovalChain', {
  description: 'Who has to agree before guests of some kind, at some site, get their passes.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findChains(ctx, { where: { id: { in: ids } } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    site: t.field({
      type: 'Site',
      nullable: true,
      description: 'The site for which it holds; null for every one.',
      resolve: ({ siteId }, _, ctx) => (siteId ? ctx.load.one('Site', siteId) : null),
    }),
    visitorTypeId: t.id({
      nullable: true,
      description: 'The kind of guests for whom it holds; null for all.',
      resolve: ({ visitorTypeId }) => visitorTypeId && encodeGlobalId('VisitorType', visitorTypeId),
    }),
    visitorTypeName: t.string({
      nullable: true,
      description: 'What that kind is called.',
      resolve: async ({ visitorTypeId }, _, ctx) => {
        const type = visitorTypeId && (await ctx.db.visitorType.findUnique({ where: { id: visitorTypeId }, select: { name: true } }))
        return type ? type.name : null
      },
    }),
    allowsOwn: t.exposeBoolean('allowsOwn', { description: 'Whether people may agree to what they asked for themselves.' }),
    version: t.exposeInt('version', { description: 'Grows with every change; whoever changes the chain says which one they saw.' }),
    steps: t.field({ type: [ApprovalStep], description: 'The steps, one after the other.', resolve: ({ steps }) => readSteps(steps) }),
  }),
})

builder.queryField('approvalChains', (t) =>
  t.field({
    type: connections.ApprovalChain,
    description: 'The chains that hold. Of several the one for the type and the site comes first, then for the type, then for the site.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => listById(args, (page) => findChains(ctx, page)),
  }),
)

const content = {
  name: 'What it is called.',
  siteId: 'The site for which it holds; left out, every one.',
  visitorTypeId: 'The kind of guests for whom it holds; left out, all.',
  allowsOwn: 'Whether people may agree to what they asked for themselves.',
  steps: '1 to 10 steps, one after the other.',
}

const CreateApprovalChainInput = builder.inputType('CreateApprovalChainInput', {
  description: 'A chain to make.',
  fields: (t) => ({
    name: t.string({ required: true, description: content.name }),
    siteId: t.id({ description: content.siteId }),
    visitorTypeId: t.id({ description: content.visitorTypeId }),
    allowsOwn: t.boolean({ defaultValue: false, description: content.allowsOwn }),
    steps: t.field({ type: [ApprovalStepInput], required: true, description: content.steps }),
  }),
})

const UpdateApprovalChainInput = builder.inputType('UpdateApprovalChainInput', {
  description: 'A chain as it is to be.',
  fields: (t) => ({
    approvalChainId: t.id({ required: true, description: 'Which chain.' }),
    version: t.int({ required: true, description: 'The version that was seen.' }),
    name: t.string({ required: true, description: content.name }),
    siteId: t.id({ description: content.siteId }),
    visitorTypeId: t.id({ description: content.visitorTypeId }),
    allowsOwn: t.boolean({ defaultValue: false, description: content.allowsOwn }),
    steps: t.field({ type: [ApprovalStepInput], required: true, description: content.steps }),
  }),
})

const DeleteApprovalChainInput = builder.inputType('DeleteApprovalChainInput', {
  description: 'A chain to delete.',
  fields: (t) => ({ approvalChainId: t.id({ required: true, description: 'Which chain.' }) }),
})

interface Given {
  name: string
  siteId?: string | null | undefined
  visitorTypeId?: string | null | undefined
  allowsOwn?: boolean | null | undefined
  steps: readonly (typeof ApprovalStepInput)['$inferInput'][]
}

const contentOf = ({ name, siteId, visitorTypeId, allowsOwn, steps }: Given) => ({
  name,
  siteId: optionalLocalId('Site', siteId),
  visitorTypeId: optionalLocalId('VisitorType', visitorTypeId),
  allowsOwn: allowsOwn ?? false,
  steps: steps.map(stepFrom),
})

const saved = (name: `${'Create' | 'Update'}ApprovalChain`, description: string) => {
  const success = builder.objectRef<{ approvalChain: ApprovalChain }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ approvalChain: t.expose('approvalChain', { type: 'ApprovalChain', description: 'The chain.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const DeleteApprovalChainSuccess = builder.objectRef<{ id: string }>('DeleteApprovalChainSuccess').implement({
  description: 'The chain holds for nothing any more.',
  fields: (t) => ({
    approvalChainId: t.id({ description: 'The chain that was.', resolve: ({ id }) => encodeGlobalId('ApprovalChain', id) }),
  }),
})

const answer = async (work: Promise<ApprovalChain | Failure>) => {
  const approvalChain = await work
  return isFailure(approvalChain) ? approvalChain : { approvalChain }
}

builder.mutationFields((t) => ({
  createApprovalChain: t.field({
    type: saved('CreateApprovalChain', 'Visits for which it holds are asked for from now on.'),
    description: 'Makes a chain of approvals.',
    args: { input: t.arg({ type: CreateApprovalChainInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(createApprovalChain(ctx, contentOf(input))),
  }),
  updateApprovalChain: t.field({
    type: saved('UpdateApprovalChain', 'Visits that are booked from now on are asked for so; requests that wait go on as they were made.'),
    description: 'Changes a chain of approvals.',
    args: { input: t.arg({ type: UpdateApprovalChainInput, required: true, description: 'How it is to be.' }) },
    resolve: (_, { input }, ctx) => {
      const which = { approvalChainId: localId('ApprovalChain', input.approvalChainId), version: input.version }
      return answer(updateApprovalChain(ctx, { ...which, ...contentOf(input) }))
    },
  }),
  deleteApprovalChain: t.field({
    type: resultUnion('DeleteApprovalChainResult', [DeleteApprovalChainSuccess], ['NotFound'], 'DeleteApprovalChainSuccess'),
    description: 'Deletes a chain of approvals. Requests that wait go on.',
    args: { input: t.arg({ type: DeleteApprovalChainInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => deleteApprovalChain(ctx, { approvalChainId: localId('ApprovalChain', input.approvalChainId) }),
  }),
}))
