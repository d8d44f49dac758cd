import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import {
  createProvisioningToken,
  findScimAddress,
  listProvisioningTokens,
  revokeProvisioningToken,
  type ProvisioningTokenRow,
  type ShownProvisioningToken,
} from '../use-cases/provisioning/provisioning-tokens'
import { listGroups, setGroupRoles, type GroupRow } from '../use-cases/provisioning/set-group-roles'

builder.node('ProvisioningToken', {
  description: 'By what the directory of an organization makes and withdraws its people here (SCIM). The token itself was shown once.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = ctx.organizationId !== null && ctx.permissions.has('organization:manage') ? await listProvisioningTokens(ctx, ids) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    hint: t.exposeString('hint', { description: 'Its first symbols, to recognise it by.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last used, to five minutes.' }),
  }),
})

builder.node('ProvisionedGroup', {
  description: 'A group of the organization’s directory.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = ctx.organizationId !== null && ctx.permissions.has('organization:manage') ? await listGroups(ctx, ids) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'What the directory calls it.' }),
    memberCount: t.exposeInt('memberCount', { description: 'How many people belong to it.' }),
    roles: t.field({ type: ['Role'], description: 'The roles that it brings.', resolve: ({ roles }) => roles }),
    grownRoles: t.field({
      type: ['Role'],
      description: 'Those of its roles that have more rights by now than when they were chosen: given again once they are chosen again.',
      resolve: ({ grownRoles }) => grownRoles,
    }),
  }),
})

builder.queryFields((t) => ({
  provisioningUrl: t.string({
    description: 'Where a directory of the organization is pointed to.',
    resolve: (_, __, ctx) => findScimAddress(ctx),
  }),
  provisioningTokens: t.field({
    type: ['ProvisioningToken'],
    description: 'Tokens of the organization’s directory that work or ended not long ago, the newest first.',
    resolve: (_, __, ctx) => listProvisioningTokens(ctx),
  }),
  provisionedGroups: t.field({
    type: ['ProvisionedGroup'],
    description: 'Groups of the organization’s directory, by name.',
    resolve: (_, __, ctx) => listGroups(ctx),
  }),
}))

const CreateProvisioningTokenInput = builder.inputType('CreateProvisioningTokenInput', {
  description: 'A token for the organization’s directory.',
  fields: (t) => ({
    days: t.int({ required: true, description: 'For how many days it works: 1 to 730.' }),
    overlapHours: t.int({ required: true, description: 'For how many hours older tokens work beside it: 0 to 168.' }),
  }),
})

const CreateProvisioningTokenSuccess = builder.objectRef<ShownProvisioningToken>('CreateProvisioningTokenSuccess').implement({
  description: 'The token works.',
  fields: (t) => ({
    token: t.exposeString('token', { description: 'The token itself. It is shown this one time and kept nowhere.' }),
    provisioningToken: t.field({ type: 'ProvisioningToken', description: 'What is known of it.', resolve: ({ row }) => row }),
  }),
})

const RevokeProvisioningTokenInput = builder.inputType('RevokeProvisioningTokenInput', {
  description: 'Which token to withdraw.',
  fields: (t) => ({ provisioningTokenId: t.id({ required: true, description: 'The token.' }) }),
})

const RevokeProvisioningTokenSuccess = builder
  .objectRef<{ provisioningToken: ProvisioningTokenRow }>('RevokeProvisioningTokenSuccess')
  .implement({
    description: 'The token opens nothing any more.',
    fields: (t) => ({
      provisioningToken: t.field({ type: 'ProvisioningToken', description: 'The token.', resolve: (done) => done.provisioningToken }),
    }),
  })

const SetGroupRolesInput = builder.inputType('SetGroupRolesInput', {
  description: 'What a group of the directory brings.',
  fields: (t) => ({
    provisionedGroupId: t.id({ required: true, description: 'The group.' }),
    roleIds: t.idList({ required: true, description: 'All the roles that it brings: only such as the caller could give and take.' }),
  }),
})

const SetGroupRolesSuccess = builder.objectRef<{ group: GroupRow }>('SetGroupRolesSuccess').implement({
  description: 'Whoever belongs to the group has its roles within seconds.',
  fields: (t) => ({ group: t.field({ type: 'ProvisionedGroup', description: 'The group.', resolve: ({ group }) => group }) }),
})

const CreateProvisioningTokenResult = resultUnion(
  'CreateProvisioningTokenResult',
  [CreateProvisioningTokenSuccess],
  ['ConfirmationRequired', 'ValidationFailed'],
  'CreateProvisioningTokenSuccess',
)
const RevokeProvisioningTokenResult = resultUnion(
  'RevokeProvisioningTokenResult',
  [RevokeProvisioningTokenSuccess],
  ['NotFound', 'ValidationFailed'],
  'RevokeProvisioningTokenSuccess',
)
const SetGroupRolesResult = resultUnion(
  'SetGroupRolesResult',
  [SetGroupRolesSuccess],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'SetGroupRolesSuccess',
)

builder.mutationFields((t) => ({
  createProvisioningToken: t.field({
    type: CreateProvisioningTokenResult,
    description: 'Makes a token for the organization’s directory. Older ones end after the chosen hours.',
    args: { input: t.arg({ type: CreateProvisioningTokenInput, required: true, description: 'For how long.' }) },
    resolve: (_, { input }, ctx) => createProvisioningToken(ctx, input),
  }),
  revokeProvisioningToken: t.field({
    type: RevokeProvisioningTokenResult,
    description: 'Withdraws a token of the organization’s directory at once.',
    args: { input: t.arg({ type: RevokeProvisioningTokenInput, required: true, description: 'Which one.' }) },
    resolve: async (_, { input }, ctx) => {
      const row = await revokeProvisioningToken(ctx, {
        provisioningTokenId: localId('ProvisioningToken', String(input.provisioningTokenId)),
      })
      return isFailure(row) ? row : { provisioningToken: row }
    },
  }),
  setGroupRoles: t.field({
    type: SetGroupRolesResult,
    description: 'Says which roles a group of the organization’s directory brings.',
    args: { input: t.arg({ type: SetGroupRolesInput, required: true, description: 'Which group, and which roles.' }) },
    resolve: async (_, { input }, ctx) => {
      const group = await setGroupRoles(ctx, {
        provisionedGroupId: localId('ProvisionedGroup', String(input.provisionedGroupId)),
        roleIds: input.roleIds.map((id) => localId('Role', String(id))),
      })
      return isFailure(group) ? group : { group }
    },
  }),
}))
