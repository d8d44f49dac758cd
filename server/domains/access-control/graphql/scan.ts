import { isFailure } from '../../../core/errors'
import type { CheckinRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { DenialReasonType, DirectionType, ScanRequirementType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import type { ScanOutcome } from '../scan-outcome'
import { annulScan } from '../use-cases/annul-scan'
import { overrideScan } from '../use-cases/override-scan'
import { scanPass } from '../use-cases/scan-pass'

type Outcome<K extends ScanOutcome['kind']> = Extract<ScanOutcome, { kind: K }>

const ScanAdmitted = builder.objectRef<Outcome<'ScanAdmitted'>>('ScanAdmitted').implement({
  description: 'The gate may open.',
  fields: (t) => ({
    checkin: t.expose('checkin', { type: 'Checkin', description: 'What was recorded.' }),
    visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'Whose pass it is.' }),
    notices: t.exposeStringList('notices', { description: 'What the steward should know, in the language of the caller.' }),
  }),
})

const ScanDenied = builder.objectRef<Outcome<'ScanDenied'>>('ScanDenied').implement({
  description: 'The gate stays shut. It was recorded.',
  fields: (t) => ({
    reason: t.expose('reason', { type: DenialReasonType, description: 'Why.' }),
    message: t.exposeString('message', { description: 'Why and what to do, in the language of the caller.' }),
    checkin: t.expose('checkin', { type: 'Checkin', description: 'What was recorded.' }),
    visitPass: t.expose('visitPass', { type: 'VisitPass', nullable: true, description: 'Whose pass it is; null for an unknown code.' }),
  }),
})

const ScanIncomplete = builder.objectRef<Outcome<'ScanIncomplete'>>('ScanIncomplete').implement({
  description: 'Settles nothing and records no check-in: the same nonce with more fulfilled goes on.',
  fields: (t) => ({
    missing: t.expose('missing', { type: [ScanRequirementType], description: 'What must be seen to first.' }),
    visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'Whose pass it is.' }),
  }),
})

/** What comes of a scan. */
export const ScanPassResult = resultUnion(
  'ScanPassResult',
  [ScanAdmitted, ScanIncomplete, ScanDenied],
  ['NonceReused', 'NotFound', 'ValidationFailed'],
  'ScanAdmitted',
)

const ScanPassInput = builder.inputType('ScanPassInput', {
  description: 'One scan.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'Exactly what the QR says, or a typed short code.' }),
    gateId: t.id({ required: true, description: 'At which gate.' }),
    direction: t.field({ type: DirectionType, required: true, description: 'Which way.' }),
    nonce: t.string({ required: true, description: 'Made by the scanner, one per physical scan: sent again, the answer is the same.' }),
    fulfilled: t.field({ type: [ScanRequirementType], description: 'What was seen to: continues a ScanIncomplete of the same nonce.' }),
  }),
})

const OverrideScanInput = builder.inputType('OverrideScanInput', {
  description: 'Whom to let through, and why.',
  fields: (t) => ({
    code: t.string({ description: 'The code that was scanned; or visitPassId.' }),
    visitPassId: t.id({ description: 'The pass; or code.' }),
    gateId: t.id({ required: true, description: 'At which gate.' }),
    direction: t.field({ type: DirectionType, required: true, description: 'Which way.' }),
    nonce: t.string({ required: true, description: 'One per override; another one than the scan had.' }),
    reason: t.string({ required: true, description: 'Why: kept with the check-in and in the audit log.' }),
  }),
})

const AnnulScanInput = builder.inputType('AnnulScanInput', {
  description: 'Which scan to withdraw.',
  fields: (t) => ({ nonce: t.string({ required: true, description: 'The nonce it was made with.' }) }),
})

const AnnulScanSuccess = builder.objectRef<{ checkin: CheckinRow }>('AnnulScanSuccess').implement({
  description: 'The scan is withdrawn and the entry given back.',
  fields: (t) => ({ checkin: t.field({ type: 'Checkin', description: 'The check-in, ANNULLED.', resolve: ({ checkin }) => checkin }) }),
})

builder.mutationFields((t) => ({
  scanPass: t.field({
    type: ScanPassResult,
    description: 'One scan at a gate, decided now.',
    args: { input: t.arg({ type: ScanPassInput, required: true, description: 'The scan.' }) },
    resolve: (_, { input }, ctx) => scanPass(ctx, { ...input, gateId: localId('Gate', input.gateId) }),
  }),
  overrideScan: t.field({
    type: ScanPassResult,
    description: 'Lets someone in against the verdict: own permission, reason, audit row.',
    args: { input: t.arg({ type: OverrideScanInput, required: true, description: 'Whom, where and why.' }) },
    resolve: (_, { input }, ctx) =>
      overrideScan(ctx, { ...input, gateId: localId('Gate', input.gateId), visitPassId: optionalLocalId('VisitPass', input.visitPassId) }),
  }),
  annulScan: t.field({
    type: resultUnion('AnnulScanResult', [AnnulScanSuccess], ['NotFound', 'ValidationFailed'], 'AnnulScanSuccess'),
    description: 'The arm did not turn: same scanner, by nonce, within 15 minutes.',
    args: { input: t.arg({ type: AnnulScanInput, required: true, description: 'Which scan.' }) },
    resolve: async (_, { input }, ctx) => {
      const checkin = await annulScan(ctx, input)
      return isFailure(checkin) ? checkin : { checkin }
    },
  }),
}))
