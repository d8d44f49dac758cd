import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { deviceAnswer, deviceInput, deviceResult } from './device-results'
import { lockDevice, unlockDevice } from '../use-cases/lock-device'
import { reportDevice, type DeviceReport } from '../use-cases/report-device'

const ReportDeviceInput = builder.inputType('ReportDeviceInput', {
  description: 'What a device says of itself. What it leaves out stays as it said it last.',
  fields: (t) => ({
    batteryPercent: t.int({ description: 'How full its battery is, 0–100.' }),
    isCharging: t.boolean({ description: 'Whether it is being charged.' }),
    appVersion: t.string({ description: 'The version of what runs on it, up to 40 characters.' }),
    pendingScans: t.int({ description: 'How many scans it has not told yet, up to a million.' }),
    rosterAt: t.field({ type: 'DateTime', description: 'As of when it knows the passes.' }),
  }),
})

const ReportDeviceSuccess = builder.objectRef<DeviceReport>('ReportDeviceSuccess').implement({
  description: 'The report was kept.',
  fields: (t) => ({
    isLocked: t.exposeBoolean('isLocked', { description: 'Whether the device may scan no more until it is unlocked.' }),
    reportedAt: t.expose('reportedAt', { type: 'DateTime', description: 'When it was kept, by the clock of the server.' }),
  }),
})

const LockDeviceInput = builder.inputType('LockDeviceInput', {
  description: 'Which device to lock, and why.',
  fields: (t) => ({
    deviceId: t.id({ required: true, description: 'The device.' }),
    reason: t.string({ required: true, description: 'Why: shown beside the device and kept in the audit log.' }),
  }),
})
const UnlockDeviceInput = deviceInput('UnlockDeviceInput', 'Which device may scan again.')

builder.mutationFields((t) => ({
  reportDevice: t.field({
    type: resultUnion('ReportDeviceResult', [ReportDeviceSuccess], ['ValidationFailed'], 'ReportDeviceSuccess'),
    description: 'For an enrolled device alone: what it says of itself.',
    args: { input: t.arg({ type: ReportDeviceInput, required: true, description: 'What it says.' }) },
    resolve: (_, { input }, ctx) => reportDevice(ctx, input),
  }),
  lockDevice: t.field({
    type: deviceResult('LockDevice', 'The device scans no more until it is unlocked.'),
    description: 'Locks a device: its scans are refused within a second. It can still tell what it decided without a connection.',
    args: { input: t.arg({ type: LockDeviceInput, required: true, description: 'Which, and why.' }) },
    resolve: (_, { input }, ctx) => deviceAnswer(lockDevice(ctx, { ...input, deviceId: localId('Device', input.deviceId) })),
  }),
  unlockDevice: t.field({
    type: deviceResult('UnlockDevice', 'The device may scan again.'),
    description: 'Lets a locked device scan again.',
    args: { input: t.arg({ type: UnlockDeviceInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => deviceAnswer(unlockDevice(ctx, { deviceId: localId('Device', input.deviceId) })),
  }),
}))
