import type { z } from 'zod'
import { endDelegationSchema, nameDelegateSchema, setDelegationNoticesSchema } from '#shared/schemas/hosts'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { ownPermissions } from '../../../core/permissions'
import type { HostDelegation } from '../../../generated/prisma/client'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { hostSetUp, mayLend, maySetUpHost } from '../policy'
import { findHostProfile, type HostProfileRow } from './find-host-profile'

/** People whom one host may let act for them at a time. */
const mostDelegates = 20

const traceOf = ({ delegateId, startsAt, endsAt }: Pick<HostDelegation, 'delegateId' | 'startsAt' | 'endsAt'>) => ({
  delegateId,
  startsAt: startsAt?.toISOString() ?? null,
  endsAt: endsAt?.toISOString() ?? null,
})

/** The person that a host is. */
const personOf = async (tx: Pick<TenantTransaction, 'host'>, id: string): Promise<string | null> =>
  isId(id) ? ((await tx.host.findUnique({ where: { id }, select: { userId: true } }))?.userId ?? null) : null

type Asked = Pick<HostDelegation, 'hostId' | 'delegateId' | 'startsAt' | 'endsAt'>

/** Why nobody can act for a host so; null when they can. */
async function objection(ctx: Ctx, tx: TenantTransaction, asked: Asked): Promise<Failure | null> {
  if (asked.endsAt && asked.endsAt <= ctx.now()) return invalid(ctx, [{ path: ['endsAt'], key: 'delegationOver' }])
  if (asked.delegateId === asked.hostId) return invalid(ctx, [{ path: ['delegateId'], key: 'delegateSelf' }])
  // Of two who name the same delegate at once the second finds the first. Writes what stands there: the statement is for its lock.
  await tx.host.updateMany({ where: { id: asked.hostId }, data: { organizationId: organizationOf(ctx) } })
  const open = { hostId: asked.hostId, endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now() } }] }
  const known = await tx.hostDelegation.findMany({ where: open, select: { delegateId: true } })
  if (known.some(({ delegateId }) => delegateId === asked.delegateId)) return invalid(ctx, [{ path: ['delegateId'], key: 'delegateKnown' }])
  const isFull = known.length >= mostDelegates
  return isFull ? invalid(ctx, [{ path: ['delegateId'], key: 'delegatesFull', values: { maximum: mostDelegates } }]) : null
}

/**
 * Lets another host act for one: see, make, change and call off their visits, as far as they themselves may. Whoever manages people may
 * say so for others where they hold every one of these rights everywhere.
 * @returns the profile, or NOT_FOUND, VALIDATION_FAILED
 */
export async function nameDelegate(ctx: Ctx, input: z.input<typeof nameDelegateSchema>): Promise<HostProfileRow | Failure> {
  const { data, failed } = validate(ctx, nameDelegateSchema, input)
  if (failed) return failed
  const hostId = hostSetUp(ctx, data.hostId)
  if (hostId === null || !isId(hostId)) return notFound(ctx, 'hostId')
  if (!mayLend(ctx, hostId, ownPermissions)) return invalid(ctx, [{ path: ['hostId'], key: 'rightsBeyondYours' }])
  const asked = { hostId, delegateId: data.delegateId, startsAt: data.startsAt ?? null, endsAt: data.endsAt ?? null }
  const named = await ctx.transaction(async (tx) => {
    if (!(await personOf(tx, hostId))) return notFound(ctx, 'hostId')
    const person = await personOf(tx, asked.delegateId)
    if (!person) return notFound(ctx, 'delegateId')
    const refused = await objection(ctx, tx, asked)
    if (refused) return refused
    const row = { id: newId(), organizationId: organizationOf(ctx), ...asked, createdAt: ctx.now() }
    await tx.hostDelegation.create({ data: row, select: { id: true } })
    await audit(ctx, tx, 'delegation.create', { type: 'Host', id: hostId }, { after: traceOf(asked) })
    return person
  })
  if (isFailure(named)) return named
  announceEnding([named])
  return (await findHostProfile(ctx, hostId)) ?? notFound(ctx, 'hostId')
}

/**
 * Ends what somebody may do for a host, at once, in every process: said by the host, by whoever manages people, or by the delegate.
 * @returns the delegation as it stood, or NOT_FOUND
 */
export async function endDelegation(ctx: Ctx, input: z.input<typeof endDelegationSchema>): Promise<HostDelegation | Failure> {
  hostSetUp(ctx, null)
  const { data, failed } = validate(ctx, endDelegationSchema, input)
  if (failed) return failed
  const { hostDelegationId: id } = data
  if (!isId(id)) return notFound(ctx, 'hostDelegationId')
  const ended = await ctx.transaction(async (tx) => {
    const row = await tx.hostDelegation.findUnique({ where: { id } })
    if (!row || !(maySetUpHost(ctx, row.hostId) || row.delegateId === ctx.hostId)) return null
    const { count } = await tx.hostDelegation.updateMany({ where: { id, endedAt: null }, data: { endedAt: ctx.now() } })
    if (count === 1) await audit(ctx, tx, 'delegation.end', { type: 'Host', id: row.hostId }, { before: traceOf(row) })
    return { row: { ...row, endedAt: row.endedAt ?? ctx.now() }, person: await personOf(tx, row.delegateId) }
  })
  if (!ended) return notFound(ctx, 'hostDelegationId')
  if (ended.person) announceEnding([ended.person])
  return ended.row
}

/**
 * Says whether a delegate is told what the host is told; the delegate alone decides it.
 * @returns the delegation, or NOT_FOUND
 */
export async function setDelegationNotices(ctx: Ctx, input: z.input<typeof setDelegationNoticesSchema>): Promise<HostDelegation | Failure> {
  hostSetUp(ctx, null)
  const { data, failed } = validate(ctx, setDelegationNoticesSchema, input)
  if (failed) return failed
  const { hostDelegationId: id, isTold } = data
  if (!isId(id) || ctx.hostId === null) return notFound(ctx, 'hostDelegationId')
  const where = { id, delegateId: ctx.hostId, endedAt: null }
  return ctx.transaction(async (tx) => {
    const { count } = await tx.hostDelegation.updateMany({ where: { ...where, isTold: !isTold }, data: { isTold } })
    const row = await tx.hostDelegation.findFirst({ where })
    if (!row) return notFound(ctx, 'hostDelegationId')
    const change = { before: { isTold: !isTold }, after: { isTold }, delegateId: row.delegateId }
    if (count === 1) await audit(ctx, tx, 'delegation.set_notices', { type: 'Host', id: row.hostId }, change)
    return row
  })
}
