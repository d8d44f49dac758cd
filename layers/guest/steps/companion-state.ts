import type { CompanionsFacts } from '#shared/guest-step-page'

/** How somebody's coming along stands, as far as it is told to whoever named them. */
export type CompanionState = 'waiting' | 'ready' | 'inside' | 'left' | 'over'

/** How a companion's coming along stands. That somebody looks at a pass is told in no other words than that it is being prepared. */
export function companionState({ status, presence }: CompanionsFacts['companions'][number]): CompanionState {
  if (presence === 'INSIDE') return 'inside'
  if (presence === 'LEFT' || status === 'USED') return 'left'
  if (status === 'DRAFT' || status === 'PENDING_APPROVAL') return 'waiting'
  return status === 'ACTIVE' ? 'ready' : 'over'
}
