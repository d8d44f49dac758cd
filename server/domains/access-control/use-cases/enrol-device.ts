import type { z } from 'zod'
import { enrolDeviceSchema } from '#shared/schemas/access-control'
import { audit } from '../../../core/audit'
import { anonymous, createCtx, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure, validate } from '../../../core/failures'
import { hashToken, newToken } from '../../../core/token'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { enrolmentThrottle } from '../../../infra/throttle'
import { hashEnrolmentCode } from '../enrolment-code'
import { shownDevice, type DeviceRow } from './list-devices'

/** What a device gets when it is enrolled. */
export interface EnrolledDevice {
  device: Pick<DeviceRow, 'id' | 'name' | 'kind' | 'gates'>
  organizationName: string
  token: string
}

async function refuse(ctx: Ctx): Promise<Failure> {
  const wait = await enrolmentThrottle.failed(ctx.request.ip)
  return wait > 0 ? tooMany(ctx, wait) : failure(ctx, 'NotFound', 'NOT_FOUND', 'enrolmentGone', { path: ['input', 'enrolmentCode'] })
}

const tooMany = (ctx: Ctx, retryAfterSeconds: number): Failure =>
  failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyAttempts', { retryAfterSeconds })

/** What is known of the thing that was enrolled before. Whether the device is locked does not change: whoever locked it unlocks it. */
const unreported = { batteryPercent: null, isCharging: null, appVersion: null, pendingScans: null, rosterAt: null, reportedAt: null }

/** The context in which a device acts for the first time: its trace stands in its organization's log. */
const asDevice = (ctx: Ctx, { id, organizationId }: { id: string; organizationId: string }): Ctx =>
  createCtx(
    { ...anonymous, actor: { type: 'device', id, gates: new Map() }, organizationId },
    { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now },
  )

/**
 * Enrols the device that a code was made for: of any number who send the same code, one gets a token. What the device had before
 * stops working within a second.
 * @returns the token, this one time, or NOT_FOUND for a code that is unknown, used or expired, TOO_MANY_ATTEMPTS, VALIDATION_FAILED
 */
export async function enrolDevice(ctx: Ctx, input: z.input<typeof enrolDeviceSchema>): Promise<EnrolledDevice | Failure> {
  const { data, failed } = validate(ctx, enrolDeviceSchema, input)
  if (failed) return failed
  const wait = await enrolmentThrottle.blockedFor(ctx.request.ip)
  if (wait > 0) return tooMany(ctx, wait)
  const enrolmentHash = hashEnrolmentCode(data.enrolmentCode)
  const device = enrolmentHash && (await prisma.device.findUnique({ where: { enrolmentHash }, ...shownDevice }))
  if (!device) return refuse(ctx)
  const { id, organizationId, name, kind, gates } = device
  const [token, owner, now] = [newToken('gcd_'), asDevice(ctx, device), ctx.now()]
  const isEnrolled = await owner.transaction(async (tx) => {
    const unused = { id, enrolmentHash, enrolmentExpiresAt: { gt: now } }
    const fresh = { tokenHash: hashToken(token), enrolledAt: now, revokedAt: null, lastSeenAt: null, ...unreported }
    const { count } = await tx.device.updateMany({ where: unused, data: { ...fresh, enrolmentHash: null, enrolmentExpiresAt: null } })
    if (count === 1) await audit(owner, tx, 'device.enrol', { type: 'Device', id })
    return count === 1
  })
  if (!isEnrolled) return refuse(ctx)
  announceEnding([id])
  const organization = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { name: true } })
  return { device: { id, name, kind, gates }, organizationName: organization.name, token }
}
