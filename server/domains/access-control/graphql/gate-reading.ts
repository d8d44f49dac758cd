import { isFailure } from '../../../core/errors'
import type { GateRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { setGateReading } from '../use-cases/rules/save-gate-reading'

const whole = async (gate: GateRow, ctx: GraphqlContext) =>
  gate.readsCards === undefined || gate.readsPlates === undefined ? ctx.load.related('Gate', gate.id) : gate

builder.objectFields('Gate', (t) => ({
  readsCards: t.boolean({
    description: 'Whether a card (CARD:number) says there who comes.',
    resolve: async (gate, _, ctx) => (await whole(gate, ctx)).readsCards ?? false,
  }),
  readsPlates: t.boolean({
    description: 'Whether the plate of a vehicle (PLATE:plate) says there who comes.',
    resolve: async (gate, _, ctx) => (await whole(gate, ctx)).readsPlates ?? false,
  }),
}))

const SetGateReadingInput = builder.inputType('SetGateReadingInput', {
  description: 'What a gate is to believe beside codes.',
  fields: (t) => ({
    gateId: t.id({ required: true, description: 'Which gate.' }),
    readsCards: t.boolean({ required: true, description: 'Whether cards say there who comes.' }),
    readsPlates: t.boolean({ required: true, description: 'Whether plates of vehicles say there who comes.' }),
  }),
})

const SetGateReadingSuccess = builder.objectRef<{ gate: GateRow }>('SetGateReadingSuccess').implement({
  description: 'It holds from the next scan on.',
  fields: (t) => ({ gate: t.expose('gate', { type: 'Gate', description: 'The gate.' }) }),
})

builder.mutationField('setGateReading', (t) =>
  t.field({
    type: resultUnion('SetGateReadingResult', [SetGateReadingSuccess], ['NotFound', 'ValidationFailed'], 'SetGateReadingSuccess'),
    description: 'Says whether cards and plates of vehicles say at a gate who comes. Either is easily copied.',
    args: { input: t.arg({ type: SetGateReadingInput, required: true, description: 'Which gate, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const gate = await setGateReading(ctx, { ...input, gateId: localId('Gate', input.gateId) })
      return isFailure(gate) ? gate : { gate }
    },
  }),
)
