import type { PresencePolicy } from '#shared/crossing'
import type { Site } from '../../../generated/prisma/client'
import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { enumOf } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { findPresencePolicy } from '../use-cases/rules/find-rules'
import { updatePresencePolicy } from '../use-cases/rules/save-presence-policy'

const AntiPassbackType = enumOf('AntiPassback', 'What is done about somebody who comes in and is inside already.', {
  OFF: 'Nothing: they are let in.',
  SOFT: 'They are let in, and the steward is told.',
  HARD: 'They are kept out until they have been seen to leave.',
})

const policyText = {
  capacity: 'How many people may be inside at once; null for as many as come.',
  antiPassback: 'What is done about somebody who comes in and is inside already.',
  passbackMinutes: 'After how many minutes where they are they are let in all the same; null for never.',
}

const PresencePolicyType = builder.objectRef<PresencePolicy>('PresencePolicy').implement({
  description: 'What a site says about who is inside.',
  fields: (t) => ({
    capacity: t.exposeInt('capacity', { nullable: true, description: policyText.capacity }),
    antiPassback: t.expose('antiPassback', { type: AntiPassbackType, description: policyText.antiPassback }),
    passbackMinutes: t.exposeInt('passbackMinutes', { nullable: true, description: policyText.passbackMinutes }),
  }),
})

builder.objectField('Site', 'presencePolicy', (t) =>
  t.field({
    type: PresencePolicyType,
    description: 'What it says about who is inside.',
    resolve: ({ id }, _, ctx) => findPresencePolicy(ctx, id),
  }),
)

const UpdatePresencePolicyInput = builder.inputType('UpdatePresencePolicyInput', {
  description: 'What a site is to say about who is inside.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Which site.' }),
    capacity: t.int({ description: policyText.capacity }),
    antiPassback: t.field({ type: AntiPassbackType, required: true, description: policyText.antiPassback }),
    passbackMinutes: t.int({ description: policyText.passbackMinutes }),
  }),
})

const UpdatePresencePolicySuccess = builder.objectRef<{ site: Site }>('UpdatePresencePolicySuccess').implement({
  description: 'It holds from the next scan on.',
  fields: (t) => ({ site: t.expose('site', { type: 'Site', description: 'The site.' }) }),
})

builder.mutationField('updatePresencePolicy', (t) =>
  t.field({
    type: resultUnion(
      'UpdatePresencePolicyResult',
      [UpdatePresencePolicySuccess],
      ['NotFound', 'ValidationFailed'],
      'UpdatePresencePolicySuccess',
    ),
    description: 'Says how many people may be inside a site, and what is done about an entry of somebody who is inside already.',
    args: { input: t.arg({ type: UpdatePresencePolicyInput, required: true, description: 'Where, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const site = await updatePresencePolicy(ctx, { ...input, siteId: localId('Site', input.siteId) })
      return isFailure(site) ? site : { site }
    },
  }),
)
