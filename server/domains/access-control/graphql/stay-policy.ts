import type { StayPolicy } from '#shared/stay-policy'
import type { Site } from '../../../generated/prisma/client'
import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { findStayPolicy, updateStayPolicy } from '../use-cases/presence/stay-policy'

const policyText = {
  remindMinutes:
    'After how many minutes those who receive a guest are reminded that they are inside, counted from the end of the visit; null for never.',
  remindsGuest: 'Whether the guest is reminded too, where a mail is known.',
  checkOutMinutes: 'How many minutes after the end of the visit whoever is inside counts as gone; null for never.',
  checkOutTime: 'The wall clock of the site, HH:mm, at which whoever is inside after their visit counts as gone; null for none.',
  longestStayHours: 'How many hours after they came in somebody counts as gone, also while their visit goes on; null for never.',
}

const StayPolicyType = builder.objectRef<StayPolicy>('StayPolicy').implement({
  description: 'What a site does about guests whom nobody saw leaving. Of several ways to count as gone the first to come counts.',
  fields: (t) => ({
    remindMinutes: t.exposeInt('remindMinutes', { nullable: true, description: policyText.remindMinutes }),
    remindsGuest: t.exposeBoolean('remindsGuest', { description: policyText.remindsGuest }),
    checkOutMinutes: t.exposeInt('checkOutMinutes', { nullable: true, description: policyText.checkOutMinutes }),
    checkOutTime: t.exposeString('checkOutTime', { nullable: true, description: policyText.checkOutTime }),
    longestStayHours: t.exposeInt('longestStayHours', { nullable: true, description: policyText.longestStayHours }),
  }),
})

builder.objectField('Site', 'stayPolicy', (t) =>
  t.field({
    type: StayPolicyType,
    description: 'What it does about guests whom nobody saw leaving.',
    resolve: ({ id }, _, ctx) => findStayPolicy(ctx, id),
  }),
)

const UpdateStayPolicyInput = builder.inputType('UpdateStayPolicyInput', {
  description: 'What a site is to do about guests whom nobody saw leaving.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Which site.' }),
    remindMinutes: t.int({ description: policyText.remindMinutes }),
    remindsGuest: t.boolean({ required: true, description: policyText.remindsGuest }),
    checkOutMinutes: t.int({ description: policyText.checkOutMinutes }),
    checkOutTime: t.string({ description: policyText.checkOutTime }),
    longestStayHours: t.int({ description: policyText.longestStayHours }),
  }),
})

const UpdateStayPolicySuccess = builder.objectRef<{ site: Site }>('UpdateStayPolicySuccess').implement({
  description: 'It holds from the next minute on, also for those who are inside already.',
  fields: (t) => ({ site: t.expose('site', { type: 'Site', description: 'The site.' }) }),
})

builder.mutationField('updateStayPolicy', (t) =>
  t.field({
    type: resultUnion('UpdateStayPolicyResult', [UpdateStayPolicySuccess], ['NotFound', 'ValidationFailed'], 'UpdateStayPolicySuccess'),
    description: 'Says who is reminded of guests who stay on, and when a guest whom nobody saw leaving counts as gone.',
    args: { input: t.arg({ type: UpdateStayPolicyInput, required: true, description: 'Where, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const site = await updateStayPolicy(ctx, { ...input, siteId: localId('Site', input.siteId) })
      return isFailure(site) ? site : { site }
    },
  }),
)
