/** How states of requests and steps look: never by colour alone. */
export const approvalLooks = {
  PENDING: { color: 'warning', icon: 'i-lucide-hourglass' },
  APPROVED: { color: 'success', icon: 'i-lucide-circle-check' },
  REFUSED: { color: 'error', icon: 'i-lucide-circle-x' },
  WITHDRAWN: { color: 'neutral', icon: 'i-lucide-undo-2' },
  LAPSED: { color: 'neutral', icon: 'i-lucide-timer-off' },
} as const

/** How steps look. */
export const stepLooks = {
  DONE: { icon: 'i-lucide-circle-check', text: 'text-success' },
  SKIPPED: { icon: 'i-lucide-circle-minus', text: 'text-muted' },
  NOW: { icon: 'i-lucide-hourglass', text: 'text-warning' },
  AHEAD: { icon: 'i-lucide-circle-dashed', text: 'text-muted' },
  REFUSED: { icon: 'i-lucide-circle-x', text: 'text-error' },
} as const
