import type { DeskArrival } from './desk-documents'

/** What has become of somebody on the list of a desk, in the order in which it is looked through. */
export const deskStates = ['expected', 'waiting', 'onSite', 'inside', 'left', 'declined', 'over'] as const

/** What has become of somebody on the list of a desk. */
export type DeskState = (typeof deskStates)[number]

type Standing = { visitPass: Pick<DeskArrival['visitPass'], 'stage' | 'status'> }

/** What has become of somebody on the list of a desk: first where they are, then what their pass says. */
export function deskStateOf({ visitPass: { stage, status } }: Standing): DeskState {
  if (stage === 'ON_SITE') return 'onSite'
  if (stage === 'CHECKED_IN') return 'inside'
  if (status === 'REVOKED') return 'declined'
  if (status === 'PENDING_APPROVAL') return 'waiting'
  if (stage === 'LEFT') return 'left'
  return status === 'EXPIRED' || status === 'SUSPENDED' ? 'over' : 'expected'
}

/** Whether the desk can let somebody in: they are not inside and their pass may open a gate. */
export const mayCheckIn = ({ visitPass: { presence, status, type } }: DeskArrival): boolean =>
  (presence !== 'INSIDE' || type === 'GROUP') && status === 'ACTIVE'
