import { openVisit } from '../../../core/open-status'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { dropVisits } from '../../appointments/use-cases/drop-visits'
import { releasePasses } from '../../credentials/use-cases/pass-holds'
import { revokePasses } from '../../credentials/use-cases/revoke-visit-pass'
import { defaultTypeOf, livePasses, ofType, scheduleApproved } from './hold-visits'
import type { Deciding } from './open-step'
import { endRequest } from './withdraw-visits'

type Settled = Pick<ApprovalRequest, 'id' | 'visitorTypeId'>

/** The visits of a request that still take place. */
async function visitsOf({ tx }: Deciding, approvalRequestId: string): Promise<string[]> {
  const rows = await tx.approvalVisit.findMany({
    where: { approvalRequestId, appointment: { status: { in: openVisit } } },
    select: { appointmentId: true },
    orderBy: { startsAt: 'asc' },
  })
  return rows.map(({ appointmentId }) => appointmentId)
}

/** The passes that a request is about: those that wait. Guests who were agreed to before are not asked for again. */
async function passesOf(deciding: Deciding, { visitorTypeId }: Settled, appointmentIds: string[]) {
  const type = ofType(visitorTypeId, await defaultTypeOf(deciding))
  const waiting = { holds: { some: { kind: 'APPROVAL' as const, releasedAt: null } } }
  const where = { appointmentId: { in: appointmentIds }, ...livePasses, ...waiting, ...type }
  return deciding.tx.visitPass.findMany({ where, select: { id: true, appointmentId: true, holds: true }, orderBy: { id: 'asc' } })
}

/** Where the visit that was to tell the guests was called off meanwhile, the first that is left tells them. */
async function keepOneThatTells(
  { tx }: Deciding,
  passes: { id: string; appointmentId: string | null; holds: { kind: string; tellsGuest: boolean }[] }[],
  approvalRequestId: string,
  first: string | undefined,
): Promise<void> {
  if (passes.some(({ holds }) => holds.some(({ kind, tellsGuest }) => kind === 'APPROVAL' && tellsGuest))) return
  const told = { visitPass: { appointment: { approvals: { some: { approvalRequestId } } } }, kind: 'APPROVAL' as const, tellsGuest: true }
  if ((await tx.passHold.count({ where: told })) === 0) return
  const ids = passes.filter(({ appointmentId }) => appointmentId === first).map(({ id }) => id)
  await tx.passHold.updateMany({ where: { visitPassId: { in: ids }, kind: 'APPROVAL' }, data: { tellsGuest: true } })
}

/** All have agreed: the passes are signed, and the visits take place. */
export async function approveRequest(deciding: Deciding, request: Settled): Promise<void> {
  const { ctx, tx } = deciding
  const visits = await visitsOf(deciding, request.id)
  if (!(await endRequest(deciding, request.id, 'APPROVED'))) return
  const passes = await passesOf(deciding, request, visits)
  await keepOneThatTells(deciding, passes, request.id, visits[0])
  await releasePasses(ctx, tx, { visitPassIds: passes.map(({ id }) => id), kind: 'APPROVAL' })
  await scheduleApproved(deciding, visits)
}

/** One has not agreed: the passes are withdrawn; a visit to which nobody is left to come is called off. */
export async function refuseRequest(deciding: Deciding, request: Settled): Promise<void> {
  const { ctx, tx } = deciding
  const visits = await visitsOf(deciding, request.id)
  if (!(await endRequest(deciding, request.id, 'REFUSED'))) return
  const passes = await passesOf(deciding, request, visits)
  const left = await tx.visitPass.findMany({
    where: { appointmentId: { in: visits }, ...livePasses, id: { notIn: passes.map(({ id }) => id) } },
    select: { appointmentId: true },
  })
  const goesOn = new Set(left.map(({ appointmentId }) => appointmentId))
  const over = visits.filter((id) => !goesOn.has(id))
  const among = passes.filter(({ appointmentId }) => goesOn.has(appointmentId)).map(({ id }) => id)
  await revokePasses(ctx, tx, among, '')
  await dropVisits(deciding, over, { passes: 'REVOKE', reason: null, keepsPlace: true, tellsGuests: true, areHostsTold: true })
  await scheduleApproved(
    deciding,
    visits.filter((id) => goesOn.has(id)),
  )
  await endSeriesWithoutVisits(deciding, over)
}

/** A series of which nothing is left ahead is not prolonged. */
async function endSeriesWithoutVisits({ ctx, tx }: Deciding, appointmentIds: string[]): Promise<void> {
  const rows = await tx.appointment.findMany({ where: { id: { in: appointmentIds } }, select: { seriesId: true } })
  const ids = [...new Set(rows.flatMap(({ seriesId }) => seriesId ?? []))]
  const without = { id: { in: ids }, endedAt: null, appointments: { none: { status: { in: openVisit }, endsAt: { gt: ctx.now() } } } }
  await tx.appointmentSeries.updateMany({ where: without, data: { endedAt: ctx.now(), revision: { increment: 1 } } })
}
