import type { z } from 'zod'
import { createProvisioningTokenSchema, revokeProvisioningTokenSchema } from '#shared/schemas/provisioning'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import type { ProvisioningToken } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { scimAddress } from '../../provisioning/resources'
import { hashToken, newToken } from '../../token'
import { needsConfirmation } from '../confirm-identity'
import { lockAdmins } from '../last-admin'
import { refuseLesserAdmin } from '../single-sign-on/provider-people'

/** A token as it is shown: without what it would be recognised by. */
export type ProvisioningTokenRow = Omit<ProvisioningToken, 'tokenHash'>

/** A token's row, and the token itself: only for whoever has just made it. */
export interface ShownProvisioningToken {
  row: ProvisioningTokenRow
  token: string
}

/** Tokens that work at once: more are none's who knows what they do. */
const mostTokens = 3

const day = 86_400_000
const hour = 3_600_000

const working = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } })

/** Where a directory of the caller's organization is pointed to. */
export function findScimAddress(ctx: Ctx): string {
  authorize(ctx, 'organization:manage')
  return scimAddress()
}

/** Tokens of the caller's organization that work, and those that ended in the last month; the newest first. */
export function listProvisioningTokens(ctx: Ctx, ids?: readonly string[]): Promise<ProvisioningTokenRow[]> {
  authorize(ctx, 'organization:manage')
  const where = ids ? { id: { in: [...ids] } } : { expiresAt: { gt: new Date(ctx.now().getTime() - 30 * day) } }
  return ctx.db.provisioningToken.findMany({ where, omit: { tokenHash: true }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 })
}

/** Has older tokens end. @returns whose */
async function endOlder(tx: TenantTransaction, now: Date, end: Date): Promise<string[]> {
  const older = await tx.provisioningToken.findMany({ where: { ...working(now), expiresAt: { gt: end } }, select: { id: true } })
  const ids = older.map(({ id }) => id)
  await tx.provisioningToken.updateMany({ where: { id: { in: ids } }, data: { expiresAt: end } })
  return ids
}

/**
 * Makes a token for the organization's directory. It is in this answer alone; only its hash is kept. Older ones end after the chosen hours.
 * @returns it, or VALIDATION_FAILED also for whoever could not make an administrator, CONFIRMATION_REQUIRED
 */
export async function createProvisioningToken(
  ctx: Ctx,
  input: z.input<typeof createProvisioningTokenSchema>,
): Promise<ShownProvisioningToken | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, createProvisioningTokenSchema, input)
  if (failed) return failed
  const refused = (await needsConfirmation(ctx)) ?? (await refuseLesserAdmin(ctx))
  if (refused) return refused
  const [id, token, now] = [newId(), newToken('gcr_'), ctx.now()]
  const [expiresAt, end] = [new Date(now.getTime() + data.days * day), new Date(now.getTime() + data.overlapHours * hour)]
  return ctx.transaction(async (tx) => {
    await lockAdmins(tx)
    const ended = await endOlder(tx, now, end)
    if ((await tx.provisioningToken.count({ where: working(now) })) >= mostTokens) return invalid(ctx, [{ path: [], key: 'tooManyTokens' }])
    const about = { hint: token.slice(0, 10), createdAt: now, expiresAt }
    const made = { id, organizationId: organizationOf(ctx), tokenHash: hashToken(token), ...about }
    const row = await tx.provisioningToken.create({ data: made, omit: { tokenHash: true } })
    const details = { hint: row.hint, expiresAt: expiresAt.toISOString(), ended, endedAt: end.toISOString() }
    await audit(ctx, tx, 'provisioning_token.create', { type: 'ProvisioningToken', id }, details)
    return { row, token }
  })
}

/** Withdraws a directory's token at once. @returns the token, or NOT_FOUND, also for one that has ended */
export async function revokeProvisioningToken(
  ctx: Ctx,
  input: z.input<typeof revokeProvisioningTokenSchema>,
): Promise<ProvisioningTokenRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, revokeProvisioningTokenSchema, input)
  if (failed) return failed
  const { provisioningTokenId: id } = data
  if (!isId(id)) return notFound(ctx, 'provisioningTokenId')
  return ctx.transaction(async (tx) => {
    const { count } = await tx.provisioningToken.updateMany({ where: { id, ...working(ctx.now()) }, data: { revokedAt: ctx.now() } })
    if (count === 0) return notFound(ctx, 'provisioningTokenId')
    const row = await tx.provisioningToken.findUniqueOrThrow({ where: { id }, omit: { tokenHash: true } })
    await audit(ctx, tx, 'provisioning_token.revoke', { type: 'ProvisioningToken', id }, { hint: row.hint })
    return row
  })
}
