import type { Checkin } from '../../../../generated/prisma/client'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import {
  CheckinAnnulled,
  CheckinReconciled,
  CheckinRegistered,
  CheckoutRegistered,
  EntryDenied,
  PassMoved,
  ScanConflicted,
} from '../../events'

const placeOf = ({ id: checkinId, gateId, siteId }: Checkin) => ({ checkinId, gateId, siteId })

/** Announces what a gate decided without a connection. */
export async function announce(tx: TenantTransaction, row: Checkin): Promise<void> {
  const { organizationId, visitPassId, occurredAt } = row
  const why = { ...placeOf(row), visitPassId, reason: row.reason ?? 'INTERNAL' }
  if (row.result === 'CONFLICT') await emit(tx, organizationId, ScanConflicted, why, occurredAt)
  else if (row.result === 'ANNULLED')
    await emit(tx, organizationId, CheckinAnnulled, { ...placeOf(row), visitPassId: visitPassId ?? '' }, occurredAt)
  else if (row.result === 'DENIED' || visitPassId === null) await emit(tx, organizationId, EntryDenied, why, occurredAt)
  else {
    const events = { IN: CheckinRegistered, WITHIN: PassMoved, OUT: CheckoutRegistered }
    await emit(tx, organizationId, events[row.movement ?? 'IN'], { ...placeOf(row), visitPassId, forced: false }, occurredAt)
  }
}

/** Announces that a check-in turned out otherwise than it was written. */
export async function announceChange(tx: TenantTransaction, row: Checkin): Promise<void> {
  const { organizationId, visitPassId, reason, result, occurredAt } = row
  if (result === 'CONFLICT')
    await emit(tx, organizationId, ScanConflicted, { ...placeOf(row), visitPassId, reason: reason ?? 'INTERNAL' }, occurredAt)
  else if (result === 'ANNULLED')
    await emit(tx, organizationId, CheckinAnnulled, { ...placeOf(row), visitPassId: visitPassId ?? '' }, occurredAt)
  else await emit(tx, organizationId, CheckinReconciled, { ...placeOf(row), visitPassId: visitPassId ?? '' }, occurredAt)
}
