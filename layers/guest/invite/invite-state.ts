import type { InvitePage } from '#shared/invite'

/** What a guest has in hand, in the order of a visit; the last four open no door. */
export type InviteState =
  | 'preparing'
  | 'awaiting'
  | 'early'
  | 'ready'
  | 'inside'
  | 'kept'
  | 'left'
  | 'expired'
  | 'suspended'
  | 'revoked'
  | 'canceled'

const byStatus = {
  DRAFT: 'preparing',
  PENDING_APPROVAL: 'awaiting',
  SUSPENDED: 'suspended',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  USED: 'left',
} as const

/**
 * What the page says of a pass. Presence goes first: who is inside needs the code to leave, whatever became of the pass.
 * The clock goes before the status: a pass ends with its window, not when somebody notes it.
 */
export function inviteState(
  invite: Pick<InvitePage, 'status' | 'presence' | 'canceled' | 'validFrom' | 'validTo'>,
  now: Date,
): InviteState {
  if (invite.presence === 'INSIDE') return 'inside'
  const { status } = invite
  // A pass that was left when its visit was called off opens gates until its end.
  if (invite.canceled) return status === 'ACTIVE' && now <= invite.validTo ? 'kept' : 'canceled'
  const over = now > invite.validTo && status !== 'USED' && status !== 'REVOKED'
  if (over) return invite.presence === 'LEFT' ? 'left' : 'expired'
  if (status !== 'ACTIVE') return byStatus[status]
  return now < invite.validFrom ? 'early' : 'ready'
}
