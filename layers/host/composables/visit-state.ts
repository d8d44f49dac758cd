import type { CalendarPass, CalendarVisit } from './host-documents'

/** What a visit is about right now, in one word; its text is `host.states.<state>`. */
export type VisitState =
  | 'canceled'
  | 'pendingApproval'
  | 'inside'
  | 'left'
  | 'here'
  | 'late'
  | 'confirmed'
  | 'declined'
  | 'missed'
  | 'revoked'
  | 'suspended'
  | 'preparing'
  | 'sending'
  | 'sent'
  | 'notSent'
  | 'noAddress'

/** What the calendar's legend tells apart. */
export const visitLooks = ['invited', 'confirmed', 'coming', 'inside', 'left', 'refused', 'waiting', 'off'] as const

/** How a card looks: several states share one. */
export type VisitLook = (typeof visitLooks)[number]

interface StateLook {
  color: 'neutral' | 'primary' | 'success' | 'info' | 'warning' | 'error'
  icon: string
  bar: string
  look: VisitLook
}

/** How a state looks: never by colour alone. */
export const stateLooks: Record<VisitState, StateLook> = {
  canceled: { color: 'neutral', icon: 'i-lucide-calendar-x-2', bar: 'bg-accented', look: 'off' },
  pendingApproval: { color: 'warning', icon: 'i-lucide-hourglass', bar: 'bg-warning', look: 'waiting' },
  inside: { color: 'success', icon: 'i-lucide-door-open', bar: 'bg-success', look: 'inside' },
  here: { color: 'warning', icon: 'i-lucide-map-pin-check', bar: 'bg-warning', look: 'coming' },
  late: { color: 'warning', icon: 'i-lucide-clock-alert', bar: 'bg-warning', look: 'coming' },
  confirmed: { color: 'primary', icon: 'i-lucide-thumbs-up', bar: 'bg-primary', look: 'confirmed' },
  declined: { color: 'error', icon: 'i-lucide-thumbs-down', bar: 'bg-error', look: 'refused' },
  left: { color: 'neutral', icon: 'i-lucide-check', bar: 'bg-accented', look: 'left' },
  missed: { color: 'neutral', icon: 'i-lucide-user-x', bar: 'bg-accented', look: 'off' },
  revoked: { color: 'error', icon: 'i-lucide-ban', bar: 'bg-error', look: 'refused' },
  suspended: { color: 'warning', icon: 'i-lucide-circle-pause', bar: 'bg-warning', look: 'waiting' },
  preparing: { color: 'info', icon: 'i-lucide-loader', bar: 'bg-info', look: 'invited' },
  sending: { color: 'info', icon: 'i-lucide-send', bar: 'bg-info', look: 'invited' },
  sent: { color: 'info', icon: 'i-lucide-mail-check', bar: 'bg-info', look: 'invited' },
  notSent: { color: 'warning', icon: 'i-lucide-mail-warning', bar: 'bg-warning', look: 'waiting' },
  noAddress: { color: 'warning', icon: 'i-lucide-link', bar: 'bg-warning', look: 'waiting' },
}

/** The passes of a visit, those on the page. */
export const passesOf = <P>(visit: { visitPasses: { edges: { node: P }[] } }): P[] => visit.visitPasses.edges.map(({ node }) => node)

/** The names of the guests; who comes with a group has the others counted. */
export const guestsOf = (visit: CalendarVisit): string =>
  passesOf(visit)
    .map(({ visitor, groupSize }) => ((groupSize ?? 1) > 1 ? `${visitor.name} +${(groupSize ?? 1) - 1}` : visitor.name))
    .join(', ')

/** Where a visit stands at a moment: what happened at the gate first, then what became of the invite. */
export function stateOf(visit: CalendarVisit, now: number): VisitState {
  const passes = passesOf(visit)
  if (passes.some(({ presence }) => presence === 'INSIDE')) return 'inside'
  if (visit.status === 'CANCELED') return 'canceled'
  if (passes.some(({ presence }) => presence === 'LEFT')) return 'left'
  if (visit.status === 'COMPLETED' || Date.parse(visit.endsAt) < now) return 'missed'
  if (visit.status === 'PENDING_APPROVAL' || passes.some(({ status }) => status === 'PENDING_APPROVAL')) return 'pendingApproval'
  const valid = passes.filter(({ status }) => status !== 'REVOKED' && status !== 'SUSPENDED')
  if (valid.length === 0) return passes.some(({ status }) => status === 'SUSPENDED') ? 'suspended' : 'revoked'
  const said = saidOf(valid)
  if (said) return said
  // One mail tells of all visits of a series.
  const isTold = visit.series !== null && valid.every(({ status, inviteStatus }) => status !== 'DRAFT' && !inviteStatus)
  return isTold ? 'sent' : inviteStateOf(valid)
}

/** What guests have said, the nearest first; of several, a refusal only where all refuse. */
function saidOf(passes: CalendarPass[]): VisitState | undefined {
  if (passes.some(({ hereAt }) => hereAt)) return 'here'
  if (passes.some(({ lateMinutes }) => lateMinutes)) return 'late'
  if (passes.every(({ reply }) => reply === 'DECLINED')) return 'declined'
  return passes.every(({ reply }) => reply === 'CONFIRMED') ? 'confirmed' : undefined
}

function inviteStateOf(passes: CalendarPass[]): VisitState {
  const has = (status: CalendarPass['inviteStatus']) => passes.some(({ inviteStatus }) => inviteStatus === status)
  if (passes.some(({ status }) => status === 'DRAFT')) return 'preparing'
  if (has('FAILED')) return 'notSent'
  if (has('NO_ADDRESS')) return 'noAddress'
  return has('SENT') ? 'sent' : 'sending'
}

/** Whether something will still happen to the invite by itself within seconds. */
export const isUnsettled = (visit: CalendarVisit, now: number): boolean => ['preparing', 'sending'].includes(stateOf(visit, now))

/** Whether a visit can still be called off. */
export const isOpen = (visit: CalendarVisit): boolean => visit.status === 'SCHEDULED' || visit.status === 'PENDING_APPROVAL'
