import type { VisitPass } from '../../../generated/prisma/client'
import { holdPasses } from '../../credentials/use-cases/pass-holds'
import type { Deciding } from './open-step'
import { unendedPass } from '../../../core/open-status'

/** A pass that has to wait. */
export type WaitingPass = Pick<VisitPass, 'id' | 'appointmentId' | 'visitorTypeId'>

/** Passes that can still be used one day. */
export const livePasses = { status: { in: unendedPass } }

/** The type of guests for whom nobody chose one. */
export const defaultTypeOf = async ({ tx }: Deciding): Promise<string | null> =>
  (await tx.visitorType.findFirst({ where: { isDefault: true, archivedAt: null }, select: { id: true } }))?.id ?? null

/** Which passes are of guests of a type. */
export const ofType = (visitorTypeId: string | null, defaultTypeId: string | null) =>
  visitorTypeId !== null && visitorTypeId === defaultTypeId ? { OR: [{ visitorTypeId }, { visitorTypeId: null }] } : { visitorTypeId }

/**
 * Makes visits wait: their passes are not signed before all have agreed.
 * @param tellers ids of visits whose guests are written to once their passes are signed
 */
export async function holdVisits({ ctx, tx }: Deciding, passes: readonly WaitingPass[], tellers: ReadonlySet<string>): Promise<void> {
  const ids = [...new Set(passes.flatMap(({ appointmentId }) => appointmentId ?? []))]
  const isTeller = ({ appointmentId }: WaitingPass) => appointmentId !== null && tellers.has(appointmentId)
  for (const [tells, waiting] of [
    [true, passes.filter(isTeller)],
    [false, passes.filter((pass) => !isTeller(pass))],
  ] as const) {
    const visitPassIds = waiting.map(({ id }) => id)
    if (visitPassIds.length > 0) await holdPasses(ctx, tx, { visitPassIds, kind: 'APPROVAL' }, tells)
  }
  await tx.appointment.updateMany({ where: { id: { in: ids }, status: 'SCHEDULED' }, data: { status: 'PENDING_APPROVAL' } })
}

/** Visits that wait for nobody's word any more take place. */
export async function scheduleApproved({ tx }: Deciding, appointmentIds: string[]): Promise<void> {
  const waiting = { status: 'PENDING_APPROVAL' as const, approvals: { none: { approvalRequest: { status: 'PENDING' as const } } } }
  await tx.appointment.updateMany({ where: { id: { in: appointmentIds }, ...waiting }, data: { status: 'SCHEDULED' } })
}
