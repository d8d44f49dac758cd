import type { Site } from '../../../generated/prisma/client'
import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { enumOf } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { findChangingCodes } from '../use-cases/rules/find-rules'
import { setChangingCodes } from '../use-cases/rules/save-changing-codes'

const ChangingCodesType = enumOf('ChangingCodes', 'Whether the codes that pages of guests show change every 15 seconds.', {
  OFF: 'They do not.',
  PREFERRED: 'They do; a code that does not change lets in as well, and the steward is told. One of another moment does not.',
  REQUIRED: 'They do, and nobody comes in by any other: STALE_CODE. Leaving is always allowed.',
})

const what = 'Whether the codes of passes change, and whether any other lets somebody in.'

builder.objectField('Site', 'changingCodes', (t) =>
  t.field({ type: ChangingCodesType, description: what, resolve: ({ id }, _, ctx) => findChangingCodes(ctx, id) }),
)

const SetChangingCodesInput = builder.inputType('SetChangingCodesInput', {
  description: 'What a site is to say of codes that change.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Which site.' }),
    changingCodes: t.field({ type: ChangingCodesType, required: true, description: what }),
  }),
})

const SetChangingCodesSuccess = builder.objectRef<{ site: Site }>('SetChangingCodesSuccess').implement({
  description: 'Holds from the next scan on.',
  fields: (t) => ({ site: t.expose('site', { type: 'Site', description: 'The site.' }) }),
})

builder.mutationField('setChangingCodes', (t) =>
  t.field({
    type: resultUnion('SetChangingCodesResult', [SetChangingCodesSuccess], ['NotFound', 'ValidationFailed'], 'SetChangingCodesSuccess'),
    description: 'Says whether the codes of passes change at a site, and whether any other lets somebody in.',
    args: { input: t.arg({ type: SetChangingCodesInput, required: true, description: 'Where, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const site = await setChangingCodes(ctx, { ...input, siteId: localId('Site', input.siteId) })
      return isFailure(site) ? site : { site }
    },
  }),
)
