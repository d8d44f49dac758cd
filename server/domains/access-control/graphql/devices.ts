import type { DeviceGate } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { deviceAnswer, deviceInput, deviceResult } from './device-results'
import { addDevice, addKiosk, type Enrolment } from '../use-cases/add-device'
import { renameDevice, renewDeviceEnrolment, revokeDevice } from '../use-cases/change-device'
import { deviceWhere, listDevices, statusOf, type DeviceRow } from '../use-cases/list-devices'

const DeviceStatusType = builder.enumType('DeviceStatus', {
  description: 'Where a device stands.',
  values: {
    WAITING: { description: 'Was added and is not enrolled yet.' },
    ENROLLED: { description: 'Has a token and may scan.' },
    REVOKED: { description: 'Its token has stopped working.' },
  } as const,
})

/** What a device is for. */
export const DeviceKindType = builder.enumType('DeviceKind', {
  description: 'What a device is for.',
  values: {
    SCANNER: { description: 'Scans passes at gates.' },
    KIOSK: { description: 'Stands at the reception: guests say there that they are here, or register themselves.' },
  } as const,
})

const DeviceGateType = builder.objectRef<DeviceGate>('DeviceGate').implement({
  description: 'A gate that a device may scan at.',
  fields: (t) => ({
    gate: t.field({ type: 'Gate', description: 'The gate.', resolve: ({ gateId }, _, ctx) => ctx.load.related('Gate', gateId) }),
    mayAdmit: t.exposeBoolean('mayAdmit', { description: 'Whether it may let people in.' }),
    mayCheckOut: t.exposeBoolean('mayCheckOut', { description: 'Whether it may let people out.' }),
  }),
})

builder.node('Device', {
  description: 'A scanner of a gate or a kiosk, enrolled by a one-time code.',
  id: { resolve: (device) => device.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listDevices(ctx, { where: { id: { in: ids } } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    kind: t.expose('kind', { type: DeviceKindType, description: 'What it is for.' }),
    site: t.field({ type: 'Site', description: 'Where it is.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
    status: t.field({ type: DeviceStatusType, description: 'Where it stands.', resolve: statusOf }),
    gates: t.field({ type: [DeviceGateType], description: 'Where it may scan, and which ways.', resolve: ({ gates }) => gates }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
    enrolledAt: t.expose('enrolledAt', { type: 'DateTime', nullable: true, description: 'When it was last enrolled.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last asked anything, to five minutes; null for one that has not since it was enrolled.',
    }),
    enrolmentExpiresAt: t.expose('enrolmentExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a code is open that enrols it; null where there is none.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked.' }),
  }),
})

builder.objectFields('Device', (t) => ({
  isLocked: t.boolean({ description: 'Whether it may scan no more until it is unlocked.', resolve: ({ lockedAt }) => lockedAt !== null }),
  lockedAt: t.expose('lockedAt', { type: 'DateTime', nullable: true, description: 'Since when it is locked.' }),
  lockReason: t.exposeString('lockReason', { nullable: true, description: 'Why it is locked.' }),
  reportedAt: t.expose('reportedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it last reported; null for one that has not since it was enrolled.',
  }),
  batteryPercent: t.exposeInt('batteryPercent', { nullable: true, description: 'How full its battery is, 0–100.' }),
  isCharging: t.exposeBoolean('isCharging', { nullable: true, description: 'Whether it is being charged.' }),
  appVersion: t.exposeString('appVersion', { nullable: true, description: 'The version of what runs on it.' }),
  pendingScans: t.exposeInt('pendingScans', { nullable: true, description: 'How many scans it has not told yet.' }),
  rosterAt: t.expose('rosterAt', { type: 'DateTime', nullable: true, description: 'As of when it knows the passes.' }),
}))

const DeviceFilterInput = builder.inputType('DeviceFilter', {
  description: 'What narrows the list of devices.',
  fields: (t) => ({
    search: t.string({ description: 'A part of the name.' }),
    gateId: t.id({ description: 'Only devices of this gate.' }),
  }),
})

builder.queryField('devices', (t) =>
  t.field({
    type: connections.Device,
    description: 'Scanners and kiosks of the organization, in the order in which they were added.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: DeviceFilterInput, description: 'What narrows the list.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const narrowed = deviceWhere({ search: filter?.search?.trim(), gateId: optionalLocalId('Gate', filter?.gateId) })
      return listById(args, ({ where, ...page }) => listDevices(ctx, { ...page, where: { AND: [where, ...narrowed] } }))
    },
  }),
)

const EnrolmentType = builder.objectRef<Enrolment>('DeviceEnrolment').implement({
  description: 'What enrols a device, once. It is shown this one time.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The code, for typing.' }),
    url: t.exposeString('url', { description: 'The address that the device opens: for a QR.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works: ten minutes.' }),
  }),
})

const AddDeviceInput = builder.inputType('AddDeviceInput', {
  description: 'A scanner that shall be enrolled.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it, up to 120 characters.' }),
    gateId: t.id({ required: true, description: 'The gate that it may scan at.' }),
    mayAdmit: t.boolean({ required: true, description: 'Whether it may let people in.' }),
    mayCheckOut: t.boolean({ required: true, description: 'Whether it may let people out.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result, though without the code.' }),
  }),
})

const AddKioskInput = builder.inputType('AddKioskInput', {
  description: 'A kiosk that shall be enrolled.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it, up to 120 characters.' }),
    siteId: t.id({ required: true, description: 'At which site it stands.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result, though without the code.' }),
  }),
})

const RenewDeviceEnrolmentInput = deviceInput('RenewDeviceEnrolmentInput', 'Which device gets a new code.')
const RenameDeviceInput = builder.inputType('RenameDeviceInput', {
  description: 'A new name for a device.',
  fields: (t) => ({
    deviceId: t.id({ required: true, description: 'The device.' }),
    name: t.string({ required: true, description: 'Up to 120 characters.' }),
  }),
})
const RevokeDeviceInput = deviceInput('RevokeDeviceInput', 'Which device to revoke.')

const enrolling = (name: string, description: string, more: 'IdempotencyKeyReused'[] = []) => {
  const success = builder.objectRef<{ device: DeviceRow; enrolment: Enrolment | null }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      device: t.field({ type: 'Device', description: 'The device.', resolve: ({ device }) => device }),
      enrolment: t.field({
        type: EnrolmentType,
        nullable: true,
        description: 'What enrols it; null where it was shown before.',
        resolve: ({ enrolment }) => enrolment,
      }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

builder.mutationFields((t) => ({
  addDevice: t.field({
    type: enrolling('AddDevice', 'The device can be enrolled.', ['IdempotencyKeyReused']),
    description: 'Adds a scanner for a gate and makes the code that enrols it.',
    args: { input: t.arg({ type: AddDeviceInput, required: true, description: 'What it is and where.' }) },
    resolve: (_, { input }, ctx) => addDevice(ctx, { ...input, gateId: localId('Gate', input.gateId) }),
  }),
  addKiosk: t.field({
    type: enrolling('AddKiosk', 'The kiosk can be enrolled.', ['IdempotencyKeyReused']),
    description: 'Adds a kiosk at a site and makes the code that enrols it. A kiosk scans nowhere and reads no lists.',
    args: { input: t.arg({ type: AddKioskInput, required: true, description: 'What it is called and where it stands.' }) },
    resolve: (_, { input }, ctx) => addKiosk(ctx, { ...input, siteId: localId('Site', input.siteId) }),
  }),
  renewDeviceEnrolment: t.field({
    type: enrolling('RenewDeviceEnrolment', 'The device can be enrolled; an earlier code no longer does it.'),
    description: 'Makes a new code for a device that waits, has lost its token or was revoked.',
    args: { input: t.arg({ type: RenewDeviceEnrolmentInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => renewDeviceEnrolment(ctx, { deviceId: localId('Device', input.deviceId) }),
  }),
  renameDevice: t.field({
    type: deviceResult('RenameDevice', 'The device has its new name.'),
    description: 'Renames a device.',
    args: { input: t.arg({ type: RenameDeviceInput, required: true, description: 'Which, and how.' }) },
    resolve: (_, { input }, ctx) => deviceAnswer(renameDevice(ctx, { ...input, deviceId: localId('Device', input.deviceId) })),
  }),
  revokeDevice: t.field({
    type: deviceResult('RevokeDevice', 'The device has lost its access.'),
    description: 'Revokes a device: it is out everywhere within a second and its WebSockets are closed.',
    args: { input: t.arg({ type: RevokeDeviceInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => deviceAnswer(revokeDevice(ctx, { deviceId: localId('Device', input.deviceId) })),
  }),
}))
