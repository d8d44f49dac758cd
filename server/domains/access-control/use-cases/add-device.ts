import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { addDeviceSchema } from '#shared/schemas/access-control'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { hashToken } from '../../../core/token'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { authorizeEnrolment } from '../policy'
import { enrolmentLifetime, enrolmentUrl, hashEnrolmentCode, newEnrolmentCode } from '../enrolment-code'
import { shownDevice, type DeviceRow } from './list-devices'

/** What enrols a device, once: shown to whoever asked for it and kept nowhere. */
export interface Enrolment {
  code: string
  url: string
  expiresAt: Date
}

/** A device, and what enrols it where this call made that. */
export interface EnrollingDevice {
  device: DeviceRow
  enrolment: Enrolment | null
}

/** Makes what enrols a device. @returns it, and the columns that keep its hash */
export function newEnrolment(now: Date) {
  const code = newEnrolmentCode()
  const expiresAt = new Date(now.getTime() + enrolmentLifetime)
  const kept = { enrolmentHash: hashEnrolmentCode(code), enrolmentExpiresAt: expiresAt }
  return { enrolment: { code, url: enrolmentUrl(code), expiresAt } satisfies Enrolment, kept }
}

type Asked = Omit<z.infer<typeof addDeviceSchema>, 'idempotencyKey'>
type Kept = ReturnType<typeof newEnrolment>['kept']

async function make(ctx: Ctx, tx: TenantTransaction, id: string, asked: Asked, kept: Kept): Promise<DeviceRow | Failure> {
  const { name, gateId, mayAdmit, mayCheckOut } = asked
  const organizationId = organizationOf(ctx)
  const gate = await tx.gate.findUnique({ where: { id: gateId }, select: { siteId: true } })
  if (!gate) return notFound(ctx, 'gateId')
  // No token has this hash: nobody is this device before it is enrolled.
  const tokenHash = hashToken(randomBytes(32).toString('hex'))
  await tx.device.create({ data: { id, organizationId, siteId: gate.siteId, name, tokenHash, ...kept, createdAt: ctx.now() } })
  await tx.deviceGate.create({ data: { organizationId, deviceId: id, gateId, mayAdmit, mayCheckOut } })
  await audit(ctx, tx, 'device.add', { type: 'Device', id }, { name, gate: gateId, mayAdmit, mayCheckOut })
  return tx.device.findUniqueOrThrow({ where: { id }, ...shownDevice })
}

/**
 * Adds a device for a gate and makes the code that enrols it, for ten minutes and once.
 * @returns the device and its code (none when the idempotency key finds a device added before), or NOT_FOUND, VALIDATION_FAILED,
 * IDEMPOTENCY_KEY_REUSED
 */
export async function addDevice(ctx: Ctx, input: z.input<typeof addDeviceSchema>): Promise<EnrollingDevice | Failure> {
  authorizeEnrolment(ctx)
  const { data, failed } = validate(ctx, addDeviceSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  if (!isId(asked.gateId)) return notFound(ctx, 'gateId')
  const [id, { enrolment, kept }] = [newId(), newEnrolment(ctx.now())]
  const find = (known: string) => ctx.db.device.findUnique({ where: { id: known }, ...shownDevice })
  const device = await once<DeviceRow>(ctx, { key, operation: 'addDevice', input: asked }, find, (tx) => make(ctx, tx, id, asked, kept))
  return isFailure(device) ? device : { device, enrolment: device.id === id ? enrolment : null }
}
