import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { addDeviceSchema, addKioskSchema } from '#shared/schemas/access-control'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { hashToken } from '../../../core/token'
import type { DeviceKind } from '../../../generated/prisma/enums'
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

type Scanner = Omit<z.infer<typeof addDeviceSchema>, 'idempotencyKey'>
type Kiosk = Omit<z.infer<typeof addKioskSchema>, 'idempotencyKey'>

/** A device that nobody is yet: no token has its hash. */
interface NewDevice {
  id: string
  kept: ReturnType<typeof newEnrolment>['kept']
}

const create = (ctx: Ctx, tx: TenantTransaction, { id, kept }: NewDevice, about: { siteId: string; name: string; kind: DeviceKind }) =>
  tx.device.create({
    data: {
      id,
      organizationId: organizationOf(ctx),
      ...about,
      tokenHash: hashToken(randomBytes(32).toString('hex')),
      ...kept,
      createdAt: ctx.now(),
    },
  })

const shown = (tx: TenantTransaction, id: string): Promise<DeviceRow> => tx.device.findUniqueOrThrow({ where: { id }, ...shownDevice })

async function makeScanner(ctx: Ctx, tx: TenantTransaction, made: NewDevice, asked: Scanner): Promise<DeviceRow | Failure> {
  const { name, gateId, mayAdmit, mayCheckOut } = asked
  const { id } = made
  const gate = await tx.gate.findUnique({ where: { id: gateId }, select: { siteId: true } })
  if (!gate) return notFound(ctx, 'gateId')
  await create(ctx, tx, made, { siteId: gate.siteId, name, kind: 'SCANNER' })
  await tx.deviceGate.create({ data: { organizationId: organizationOf(ctx), deviceId: id, gateId, mayAdmit, mayCheckOut } })
  await audit(ctx, tx, 'device.add', { type: 'Device', id }, { name, gate: gateId, mayAdmit, mayCheckOut })
  return shown(tx, id)
}

async function makeKiosk(ctx: Ctx, tx: TenantTransaction, made: NewDevice, { name, siteId }: Kiosk): Promise<DeviceRow | Failure> {
  const { id } = made
  if (!(await tx.site.findUnique({ where: { id: siteId }, select: { id: true } }))) return notFound(ctx, 'siteId')
  await create(ctx, tx, made, { siteId, name, kind: 'KIOSK' })
  await audit(ctx, tx, 'device.add', { type: 'Device', id }, { name, site: siteId, kind: 'KIOSK' })
  return shown(tx, id)
}

/** Makes a device and what enrols it, once for an idempotency key. */
async function add<T extends object>(
  ctx: Ctx,
  operation: string,
  { idempotencyKey: key, ...input }: T & { idempotencyKey?: string | null | undefined },
  make: (tx: TenantTransaction, made: NewDevice) => Promise<DeviceRow | Failure>,
): Promise<EnrollingDevice | Failure> {
  const [id, { enrolment, kept }] = [newId(), newEnrolment(ctx.now())]
  const find = (known: string) => ctx.db.device.findUnique({ where: { id: known }, ...shownDevice })
  const device = await once<DeviceRow>(ctx, { key, operation, input }, find, (tx) => make(tx, { id, kept }))
  return isFailure(device) ? device : { device, enrolment: device.id === id ? enrolment : null }
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
  if (!isId(data.gateId)) return notFound(ctx, 'gateId')
  return add(ctx, 'addDevice', data, (tx, made) => makeScanner(ctx, tx, made, data))
}

/**
 * Adds a kiosk at a site, at which guests say that they are there, and makes the code that enrols it, for ten minutes and once.
 * @returns the device and its code, as of {@link addDevice}
 */
export async function addKiosk(ctx: Ctx, input: z.input<typeof addKioskSchema>): Promise<EnrollingDevice | Failure> {
  authorizeEnrolment(ctx)
  const { data, failed } = validate(ctx, addKioskSchema, input)
  if (failed) return failed
  if (!isId(data.siteId)) return notFound(ctx, 'siteId')
  return add(ctx, 'addKiosk', data, (tx, made) => makeKiosk(ctx, tx, made, data))
}
