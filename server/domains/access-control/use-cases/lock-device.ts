import type { z } from 'zod'
import { deviceSchema, lockDeviceSchema } from '#shared/schemas/access-control'
import { actorId, audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { announceEnding } from '../../../infra/live'
import { shownDevice, type DeviceRow } from './list-devices'

/**
 * Locks a device, for one that lies about or is out of hand: within a second its scans are refused. What it decided without a connection
 * it can still tell, so that nothing is lost. Doing it again changes nothing, the first reason stays, and is no error.
 * @returns the device, or NOT_FOUND, VALIDATION_FAILED
 */
export async function lockDevice(ctx: Ctx, input: z.input<typeof lockDeviceSchema>): Promise<DeviceRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, lockDeviceSchema, input)
  if (failed) return failed
  const { deviceId, reason } = data
  const locked = { lockedAt: ctx.now(), lockedById: actorId(ctx), lockReason: reason }
  return settle(ctx, deviceId, { from: { lockedAt: null }, to: locked, action: 'device.lock', details: { reason } })
}

/**
 * Lets a locked device scan again, within a second. Doing it again changes nothing and is no error.
 * @returns the device, or NOT_FOUND, VALIDATION_FAILED
 */
export async function unlockDevice(ctx: Ctx, input: z.input<typeof deviceSchema>): Promise<DeviceRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, deviceSchema, input)
  if (failed) return failed
  const unlocked = { lockedAt: null, lockedById: null, lockReason: null }
  return settle(ctx, data.deviceId, { from: { lockedAt: { not: null } }, to: unlocked, action: 'device.unlock', details: {} })
}

interface Step {
  from: Prisma.DeviceWhereInput
  to: Prisma.DeviceUncheckedUpdateManyInput
  action: 'device.lock' | 'device.unlock'
  details: Record<string, string>
}

async function settle(ctx: Ctx, id: string, { from, to, action, details }: Step): Promise<DeviceRow | Failure> {
  if (!isId(id)) return notFound(ctx, 'deviceId')
  const device = await ctx.transaction(async (tx) => {
    const { count } = await tx.device.updateMany({ where: { ...from, id }, data: to })
    if (count === 1) await audit(ctx, tx, action, { type: 'Device', id }, details)
    return tx.device.findUnique({ where: { id }, ...shownDevice })
  })
  // Its connections stay: what it asks from now on is asked by a device that is locked, or not.
  if (device) announceEnding([id])
  return device ?? notFound(ctx, 'deviceId')
}
