import type { z } from 'zod'
import { deviceSchema, renameDeviceSchema } from '#shared/schemas/access-control'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { announceEnding } from '../../../infra/live'
import { authorizeEnrolment } from '../policy'
import { newEnrolment, type EnrollingDevice } from './add-device'
import { shownDevice, type DeviceRow } from './list-devices'

interface Change {
  /** Which rows may be changed so, beside having the id. */
  where?: Prisma.DeviceWhereInput
  data: Prisma.DeviceUncheckedUpdateManyInput
  /** Writes the trace. */
  trace: (tx: Parameters<typeof audit>[1]) => Promise<void>
}

async function change(ctx: Ctx, id: string, { where = {}, data, trace }: Change): Promise<DeviceRow | Failure> {
  if (!isId(id)) return notFound(ctx, 'deviceId')
  const device = await ctx.transaction(async (tx) => {
    const { count } = await tx.device.updateMany({ where: { ...where, id }, data })
    if (count === 0) return null
    await trace(tx)
    return tx.device.findUniqueOrThrow({ where: { id }, ...shownDevice })
  })
  return device ?? notFound(ctx, 'deviceId')
}

/**
 * Makes a new code for a device: for one that waits, has lost its token or was revoked. The code made before stops working; the
 * token of the device works until the new code is used.
 * @returns the device and its code, or NOT_FOUND
 */
export async function renewDeviceEnrolment(ctx: Ctx, input: z.input<typeof deviceSchema>): Promise<EnrollingDevice | Failure> {
  authorizeEnrolment(ctx)
  const { data, failed } = validate(ctx, deviceSchema, input)
  if (failed) return failed
  const { enrolment, kept } = newEnrolment(ctx.now())
  const entity = { type: 'Device', id: data.deviceId }
  const device = await change(ctx, data.deviceId, { data: kept, trace: (tx) => audit(ctx, tx, 'device.renew_enrolment', entity) })
  return isFailure(device) ? device : { device, enrolment }
}

/** Renames a device. @returns the device, or NOT_FOUND, VALIDATION_FAILED */
export async function renameDevice(ctx: Ctx, input: z.input<typeof renameDeviceSchema>): Promise<DeviceRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, renameDeviceSchema, input)
  if (failed) return failed
  const { deviceId: id, name } = data
  const before = isId(id) ? await ctx.db.device.findUnique({ where: { id }, select: { name: true } }) : null
  const entity = { type: 'Device', id }
  const details = { before: before?.name ?? null, after: name }
  return change(ctx, id, { data: { name }, trace: (tx) => audit(ctx, tx, 'device.rename', entity, details) })
}

/**
 * Revokes a device, and the code that would enrol it: it is out everywhere within a second and its WebSockets are closed.
 * @returns the device, or NOT_FOUND, also for one that was revoked before
 */
export async function revokeDevice(ctx: Ctx, input: z.input<typeof deviceSchema>): Promise<DeviceRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, deviceSchema, input)
  if (failed) return failed
  const { deviceId: id } = data
  const entity = { type: 'Device', id }
  const device = await change(ctx, id, {
    where: { revokedAt: null },
    data: { revokedAt: ctx.now(), enrolmentHash: null, enrolmentExpiresAt: null },
    trace: (tx) => audit(ctx, tx, 'device.revoke', entity),
  })
  if (!isFailure(device)) announceEnding([id])
  return device
}
