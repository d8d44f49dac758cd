import type { z } from 'zod'
import { addAbsenceSchema, removeAbsenceSchema } from '#shared/schemas/hosts'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../core/organization-seal'
import { deputyPermissions } from '../../../core/permissions'
import type { HostAbsence } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { announceEnding } from '../../../infra/live'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { hostSetUp, mayLend, maySetUpHost } from '../policy'
import { findHostProfile, type HostProfileRow } from './find-host-profile'

/** Absences that one host may have ahead. */
const mostAhead = 100

/** An absence as the audit log keeps it: why somebody is away is nobody's business there. */
const traceOf = ({ startsAt, endsAt, deputyId }: Pick<HostAbsence, 'startsAt' | 'endsAt' | 'deputyId'>) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  deputyId,
})

/** Tells the sessions of somebody who stands in, or no longer does, that they see other visits. */
async function tellDeputy(ctx: Ctx, deputyId: string | null): Promise<void> {
  const deputy = deputyId && (await ctx.db.host.findUnique({ where: { id: deputyId }, select: { userId: true } }))
  if (deputy) announceEnding([deputy.userId])
}

/** Why a host cannot be away so; null when they can. */
async function objection(
  ctx: Ctx,
  tx: TenantTransaction,
  { hostId, endsAt, deputyId }: Pick<HostAbsence, 'hostId' | 'endsAt' | 'deputyId'>,
): Promise<Failure | null> {
  if (endsAt <= ctx.now()) return invalid(ctx, [{ path: ['endsAt'], key: 'absenceOver' }])
  if (deputyId && !mayLend(ctx, hostId, deputyPermissions)) return invalid(ctx, [{ path: ['deputyId'], key: 'rightsBeyondYours' }])
  if (deputyId === hostId) return invalid(ctx, [{ path: ['deputyId'], key: 'deputySelf' }])
  const ids = [hostId, ...(deputyId ? [deputyId] : [])]
  const found = await tx.host.findMany({ where: { id: { in: ids.filter(isId) } }, select: { id: true } })
  const missing = ids.find((id) => !found.some((host) => host.id === id))
  if (missing) return notFound(ctx, missing === hostId ? 'hostId' : 'deputyId')
  const ahead = await tx.hostAbsence.count({ where: { hostId, endsAt: { gt: ctx.now() } } })
  return ahead >= mostAhead ? invalid(ctx, [{ path: ['startsAt'], key: 'absencesFull', values: { maximum: mostAhead } }]) : null
}

/**
 * Notes that a host is away, perhaps with somebody who stands in for them: whom guests' arrivals are told to as well, and who sees the visits meanwhile.
 * @returns the profile, or NOT_FOUND, VALIDATION_FAILED
 */
export async function addAbsence(ctx: Ctx, input: z.input<typeof addAbsenceSchema>): Promise<HostProfileRow | Failure> {
  const { data, failed } = validate(ctx, addAbsenceSchema, input)
  if (failed) return failed
  const hostId = hostSetUp(ctx, data.hostId)
  if (hostId === null) return notFound(ctx, 'hostId')
  const [id, organizationId, keyring] = [newId(), organizationOf(ctx), await keyringOf(organizationOf(ctx))]
  const { startsAt, endsAt, kind, note = null } = data
  const asked = { hostId, startsAt, endsAt, deputyId: data.deputyId ?? null }
  const refused = await ctx.transaction(async (tx) => {
    const problem = await objection(ctx, tx, asked)
    if (problem) return problem
    const sealedNote = note === null ? null : sealForOrganization(keyring, Buffer.from(note), sealedColumns.absenceNote, id)
    await tx.hostAbsence.create({ data: { id, organizationId, ...asked, kind, sealedNote, createdAt: ctx.now() }, select: { id: true } })
    await audit(ctx, tx, 'host.add_absence', { type: 'Host', id: hostId }, { after: traceOf(asked) })
    return null
  })
  if (refused) return refused
  await tellDeputy(ctx, asked.deputyId)
  return (await findHostProfile(ctx, hostId)) ?? notFound(ctx, 'hostId')
}

/**
 * Takes an absence back.
 * @returns the profile, or NOT_FOUND
 */
export async function removeAbsence(ctx: Ctx, input: z.input<typeof removeAbsenceSchema>): Promise<HostProfileRow | Failure> {
  hostSetUp(ctx, null)
  const { data, failed } = validate(ctx, removeAbsenceSchema, input)
  if (failed) return failed
  const { hostAbsenceId: id } = data
  if (!isId(id)) return notFound(ctx, 'hostAbsenceId')
  const removed = await ctx.transaction(async (tx) => {
    const absence = await tx.hostAbsence.findUnique({ where: { id } })
    if (!absence || !maySetUpHost(ctx, absence.hostId)) return null
    const { count } = await tx.hostAbsence.deleteMany({ where: { id } })
    if (count === 0) return null
    await audit(ctx, tx, 'host.remove_absence', { type: 'Host', id: absence.hostId }, { before: traceOf(absence) })
    return absence
  })
  if (!removed) return notFound(ctx, 'hostAbsenceId')
  await tellDeputy(ctx, removed.deputyId)
  return (await findHostProfile(ctx, removed.hostId)) ?? notFound(ctx, 'hostAbsenceId')
}
