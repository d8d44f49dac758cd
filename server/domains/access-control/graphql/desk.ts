import { builder } from '../../../graphql/builder'
import { ScanRequirementType } from '../../../graphql/enums'
import { localId } from '../../../graphql/global-id'
import { checkInAtDesk, checkOutAtDesk } from '../use-cases/check-in-at-desk'
import { ScanPassResult } from './scan'

const DeskScanInput = builder.inputType('DeskScanInput', {
  description: 'A guest whom somebody at the desk found by name, and where they go through.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'The pass.' }),
    gateId: t.id({ required: true, description: 'At which gate.' }),
    nonce: t.string({ required: true, description: 'One for each time: sent again, the answer is the same.' }),
    fulfilled: t.field({ type: [ScanRequirementType], description: 'What was seen to: continues a ScanIncomplete of the same nonce.' }),
  }),
})

interface Asked {
  visitPassId: string
  gateId: string
}

const idsOf = ({ visitPassId, gateId }: Asked) => ({ visitPassId: localId('VisitPass', visitPassId), gateId: localId('Gate', gateId) })

builder.mutationFields((t) => ({
  checkInAtDesk: t.field({
    type: ScanPassResult,
    description: 'Lets in a guest who was found by name, by the same rules as one who shows a code; audited. For people, not for programs.',
    args: { input: t.arg({ type: DeskScanInput, required: true, description: 'Whom, and where.' }) },
    resolve: (_, { input }, ctx) => checkInAtDesk(ctx, { ...input, ...idsOf(input) }),
  }),
  checkOutAtDesk: t.field({
    type: ScanPassResult,
    description: 'Notes that a guest who was found by name went out; audited. For people, not for programs.',
    args: { input: t.arg({ type: DeskScanInput, required: true, description: 'Who, and where.' }) },
    resolve: (_, { input }, ctx) => checkOutAtDesk(ctx, { ...input, ...idsOf(input) }),
  }),
}))
