import { byUser } from '../../../core/by-user'
import type { EventPayload } from '../../../core/define-event'
import { audit } from '../../../core/audit'
import { organizationOf } from '../../../core/ctx'
import { openVisit } from '../../../core/open-status'
import { emitAll } from '../../../infra/outbox'
import { withdrawVisits } from '../../approvals/use-cases/withdraw-visits'
import { revokePassesOf } from '../../credentials/use-cases/revoke-visit-pass'
import { AppointmentCanceled } from '../events'
import type { Work } from './change-visit'

/** What becomes of visits that are called off. */
export interface Dropping {
  passes: 'REVOKE' | 'KEEP'
  reason: string | null
  /** Whether the rule of their series still names them: then nothing takes their place. */
  keepsPlace: boolean
  /** Whether the first of them tells the guests. */
  tellsGuests: boolean
  /** Whether those who receive learn of it otherwise. */
  areHostsTold?: boolean
  /** What the end of requests is called of which no visit is left. */
  requests?: 'WITHDRAWN' | 'LAPSED'
  /** The moment that is noted; now where none is given. */
  at?: Date
  /** What else the trace of it says. */
  trace?: { actedFor?: string }
}

/**
 * Calls visits off that nobody has called off before; their passes are withdrawn or kept. What still waits for somebody's word is
 * withdrawn in any case: nobody is asked about it any more.
 * @returns ids of those that this call called off
 */
export async function dropVisits({ ctx, tx }: Pick<Work, 'ctx' | 'tx'>, ids: string[], dropping: Dropping): Promise<string[]> {
  // One moment for all: by it they are known to have been called off together.
  const canceledAt = dropping.at ?? ctx.now()
  const dropped: EventPayload<typeof AppointmentCanceled>[] = []
  for (const id of ids) {
    const canceled = { status: 'CANCELED' as const, canceledAt, cancelReason: dropping.reason }
    const { count } = await tx.appointment.updateMany({
      where: { id, status: { in: openVisit } },
      data: { ...canceled, ...(dropping.keepsPlace ? {} : { occurrence: null }), version: { increment: 1 }, revision: { increment: 1 } },
    })
    if (count === 0) continue
    const visitPassIds = await revokePassesOf(ctx, tx, id, dropping.reason ?? '', dropping.passes === 'REVOKE' ? 'ALL' : 'WAITING')
    const tells = dropping.tellsGuests && dropped.length === 0 ? { tellsHosts: !dropping.areHostsTold } : { tellsGuests: false }
    dropped.push({ appointmentId: id, passes: dropping.passes, visitPassIds, ...byUser(ctx), ...tells })
    const trace = { passes: dropping.passes, reason: dropping.reason, ...dropping.trace }
    await audit(ctx, tx, 'appointment.cancel', { type: 'Appointment', id }, trace)
  }
  const droppedIds = dropped.map(({ appointmentId }) => appointmentId)
  await withdrawVisits({ ctx, tx }, droppedIds, dropping.requests)
  await emitAll(tx, organizationOf(ctx), AppointmentCanceled, dropped, ctx.now())
  return droppedIds
}
