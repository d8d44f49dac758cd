import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { openTurnstile, type OpenedTurnstile } from '../use-cases/open-turnstile'

const OpenInput = builder.inputType('OpenTurnstileInput', {
  description: 'A turnstile to open by hand, and why.',
  fields: (t) => ({
    accessControllerId: t.id({ required: true, description: 'The controller.' }),
    reader: t.string({ required: true, description: 'At which of its readers.' }),
    reason: t.string({ required: true, description: 'Why: kept in the audit log.' }),
  }),
})

const OpenSuccess = builder.objectRef<OpenedTurnstile>('OpenTurnstileSuccess').implement({
  description: 'The controller has opened it.',
  fields: (t) => ({ reader: t.exposeString('reader', { description: 'At which reader.' }) }),
})

builder.mutationField('openTurnstile', (t) =>
  t.field({
    type: resultUnion('OpenTurnstileResult', [OpenSuccess], ['NotFound', 'ValidationFailed'], 'OpenTurnstileSuccess'),
    description: 'Opens a turnstile once though no pass says so. Nobody is checked in by it.',
    args: { input: t.arg({ type: OpenInput, required: true, description: 'Which, and why.' }) },
    resolve: (_, { input }, ctx) =>
      openTurnstile(ctx, { ...input, accessControllerId: localId('AccessController', String(input.accessControllerId)) }),
  }),
)
