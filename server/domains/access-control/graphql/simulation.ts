import type { RuleStep } from '#shared/access-rules'
import { Refusal } from '../../../core/errors'
import { translate } from '../../../infra/i18n'
import { builder } from '../../../graphql/builder'
import { DenialReasonType, DirectionType } from '../../../graphql/enums'
import { localId } from '../../../graphql/global-id'
import { explainScan } from '../scan-trace'
import { simulateScan, type ScanSimulation } from '../use-cases/simulate-scan'

const ScanSimulationType = builder.objectRef<ScanSimulation>('ScanSimulation').implement({
  description: 'What a scan would come to.',
  fields: (t) => ({
    admitted: t.exposeBoolean('admitted', { description: 'Whether the gate would open by itself.' }),
    reason: t.expose('reason', {
      type: DenialReasonType,
      nullable: true,
      description: 'Why it would be denied; null where it would not, or something has to be seen to first.',
    }),
    trace: t.exposeStringList('trace', { description: 'What it would be decided by, step by step, in the language of the caller.' }),
  }),
})

builder.queryField('simulateScan', (t) =>
  t.field({
    type: ScanSimulationType,
    description: 'What would come of showing a pass at a gate at some moment, as pass and rules stand now. Nothing is recorded.',
    args: {
      visitPassId: t.arg.id({ required: true, description: 'The pass.' }),
      gateId: t.arg.id({ required: true, description: 'The gate.' }),
      direction: t.arg({ type: DirectionType, required: true, description: 'Which way.' }),
      at: t.arg({ type: 'DateTime', required: true, description: 'When.' }),
    },
    resolve: async (_, { visitPassId, gateId, direction, at }, ctx) => {
      const asked = { visitPassId: localId('VisitPass', visitPassId), gateId: localId('Gate', gateId), direction, at }
      const simulation = await simulateScan(ctx, asked)
      if (simulation) return simulation
      throw new Refusal('BAD_USER_INPUT', translate(ctx.language, 'errors.notFound'))
    },
  }),
)

builder.objectField('Checkin', 'trace', (t) =>
  t.stringList({
    description: 'What it was decided by, step by step, in the language of the caller.',
    resolve: (checkin, _, { language }) =>
      explainScan(language, { ...checkin, steps: (checkin.ruleSteps as unknown as RuleStep[] | null) ?? [] }),
  }),
)
