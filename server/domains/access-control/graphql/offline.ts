import { isFailure } from '../../../core/errors'
import type { CheckinRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { DenialReasonType, DirectionType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { uploadScans } from '../use-cases/offline/upload-scans'

builder.objectFields('Checkin', (t) => ({
  isOffline: t.exposeBoolean('isOffline', { description: 'Decided by a gate without a connection, and told of later.' }),
  clockOffset: t.exposeInt('clockOffset', { description: 'By how many milliseconds the clock of that gate was put right.' }),
}))

const OfflineScanInput = builder.inputType('OfflineScan', {
  description: 'What a gate decided without a connection.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'Exactly what the QR said.' }),
    gateId: t.id({ required: true, description: 'At which gate.' }),
    direction: t.field({ type: DirectionType, required: true, description: 'Which way.' }),
    nonce: t.string({ required: true, description: 'Made by the scanner, one per physical scan: sent again, it is the same record.' }),
    occurredAt: t.field({ type: 'DateTime', required: true, description: 'When, by the clock of the device.' }),
    admitted: t.boolean({ required: true, description: 'Whether the gate let them through.' }),
    reason: t.field({ type: DenialReasonType, description: 'Why it did not.' }),
  }),
})

const UploadScansInput = builder.inputType('UploadScansInput', {
  description: 'What was scanned without a connection.',
  fields: (t) => ({
    scans: t.field({ type: [OfflineScanInput], required: true, description: 'The scans, 200 at most, in any order.' }),
    deviceTime: t.field({ type: 'DateTime', description: 'What time the device has now: times are put right by the difference.' }),
  }),
})

const UploadScansSuccess = builder.objectRef<{ checkins: CheckinRow[] }>('UploadScansSuccess').implement({
  description: 'Everything is recorded.',
  fields: (t) => ({
    checkins: t.field({
      type: ['Checkin'],
      description: 'The check-ins, in the order of the scans. What contradicts what else is known is a CONFLICT.',
      resolve: ({ checkins }) => checkins,
    }),
  }),
})

builder.mutationField('uploadScans', (t) =>
  t.field({
    type: resultUnion('UploadScansResult', [UploadScansSuccess], ['ValidationFailed'], 'UploadScansSuccess'),
    description: 'Scans that an enrolled device made offline. Records what happened; opens nothing.',
    args: { input: t.arg({ type: UploadScansInput, required: true, description: 'The scans.' }) },
    resolve: async (_, { input }, ctx) => {
      const scans = input.scans.map((scan) => ({ ...scan, gateId: localId('Gate', scan.gateId) }))
      const checkins = await uploadScans(ctx, { scans, deviceTime: input.deviceTime })
      return isFailure(checkins) ? checkins : { checkins }
    },
  }),
)
