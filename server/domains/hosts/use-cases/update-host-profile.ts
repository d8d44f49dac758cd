import type { z } from 'zod'
import { setPresenceScheduleSchema, updateHostProfileSchema } from '#shared/schemas/hosts'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { Prisma, type Host } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { hostSetUp } from '../policy'
import { findHostProfile, type HostProfileRow } from './find-host-profile'
import { scheduleOf } from './find-presence'

/**
 * Takes the host whom the caller sets up for a change.
 * @returns the profile after it, or NOT_FOUND
 */
async function change(
  ctx: Ctx,
  asked: string | null | undefined,
  work: (tx: TenantTransaction, host: Host) => Promise<void>,
): Promise<HostProfileRow | Failure> {
  const id = hostSetUp(ctx, asked)
  if (id === null || !isId(id)) return notFound(ctx, 'hostId')
  const failed = await ctx.transaction(async (tx) => {
    // Writes what stands there: the statement is for its lock.
    await tx.host.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })
    const host = await tx.host.findUnique({ where: { id } })
    if (!host) return notFound(ctx, 'hostId')
    await work(tx, host)
    return null
  })
  return failed ?? (await findHostProfile(ctx, id)) ?? notFound(ctx, 'hostId')
}

/**
 * Says what colleagues know of a host. An empty text takes it away.
 * @returns the profile, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateHostProfile(ctx: Ctx, input: z.input<typeof updateHostProfileSchema>): Promise<HostProfileRow | Failure> {
  const { data, failed } = validate(ctx, updateHostProfileSchema, input)
  if (failed) return failed
  const { phone = null, position = null } = data
  const keyring = await keyringOf(organizationOf(ctx))
  return change(ctx, data.hostId, async (tx, { id, position: before, sealedPhone: known }) => {
    const sealedPhone = phone === null ? null : sealForOrganization(keyring, Buffer.from(phone), sealedColumns.hostPhone, id)
    await tx.host.updateMany({ where: { id }, data: { position, sealedPhone } })
    const facts = { before: { position: before, hasPhone: known !== null }, after: { position, hasPhone: phone !== null } }
    await audit(ctx, tx, 'host.update', { type: 'Host', id }, facts)
  })
}

/**
 * Says when a host is there as a rule; without hours nobody knows.
 * @returns the profile, or NOT_FOUND, VALIDATION_FAILED
 */
export async function setPresenceSchedule(ctx: Ctx, input: z.input<typeof setPresenceScheduleSchema>): Promise<HostProfileRow | Failure> {
  const { data, failed } = validate(ctx, setPresenceScheduleSchema, input)
  if (failed) return failed
  const after = data.hours ? { timeZone: data.timeZone, hours: data.hours } : null
  return change(ctx, data.hostId, async (tx, { id, presenceSchedule }) => {
    await tx.host.updateMany({ where: { id }, data: { presenceSchedule: after ?? Prisma.DbNull } })
    await audit(ctx, tx, 'host.set_hours', { type: 'Host', id }, { before: scheduleOf(presenceSchedule), after })
  })
}
