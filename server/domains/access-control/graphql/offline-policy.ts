import type { Site } from '../../../generated/prisma/client'
import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { findOfflinePolicy, type OfflinePolicy } from '../use-cases/rules/find-rules'
import { updateOfflinePolicy } from '../use-cases/rules/save-offline-policy'

const policyText = {
  graceMinutes: 'For how many minutes after the last word of the server a gate decides alone; 0 for not at all.',
  admitsUnlisted: 'Whether somebody whose pass is signed but not on the list may be let in, once their document was looked at.',
}

const OfflinePolicyType = builder.objectRef<OfflinePolicy>('OfflinePolicy').implement({
  description: 'How the gates of a site decide while they have no connection.',
  fields: (t) => ({
    graceMinutes: t.exposeInt('graceMinutes', { description: policyText.graceMinutes }),
    admitsUnlisted: t.exposeBoolean('admitsUnlisted', { description: policyText.admitsUnlisted }),
  }),
})

builder.objectField('Site', 'offlinePolicy', (t) =>
  t.field({
    type: OfflinePolicyType,
    description: 'How its gates decide while they have no connection.',
    resolve: ({ id }, _, ctx) => findOfflinePolicy(ctx, id),
  }),
)

const UpdateOfflinePolicyInput = builder.inputType('UpdateOfflinePolicyInput', {
  description: 'How the gates of a site are to decide while they have no connection.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Which site.' }),
    graceMinutes: t.int({ required: true, description: policyText.graceMinutes }),
    admitsUnlisted: t.boolean({ required: true, description: policyText.admitsUnlisted }),
  }),
})

const UpdateOfflinePolicySuccess = builder.objectRef<{ site: Site }>('UpdateOfflinePolicySuccess').implement({
  description: 'Gates follow once they have heard of it.',
  fields: (t) => ({ site: t.expose('site', { type: 'Site', description: 'The site.' }) }),
})

builder.mutationField('updateOfflinePolicy', (t) =>
  t.field({
    type: resultUnion(
      'UpdateOfflinePolicyResult',
      [UpdateOfflinePolicySuccess],
      ['NotFound', 'ValidationFailed'],
      'UpdateOfflinePolicySuccess',
    ),
    description: 'Says for how long the gates of a site decide without a connection, and about whom.',
    args: { input: t.arg({ type: UpdateOfflinePolicyInput, required: true, description: 'Where, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const site = await updateOfflinePolicy(ctx, { ...input, siteId: localId('Site', input.siteId) })
      return isFailure(site) ? site : { site }
    },
  }),
)
