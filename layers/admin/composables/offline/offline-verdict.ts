import { crossingNotices, isNotOfNow } from '#shared/entry-decision'
import type { RosterPass } from '#shared/offline/roster'
import type { CheckinRow, ScannedPass } from '../gate-documents'
import type { Scan, Verdict } from '../scan-queue'
import type { DeviceVerdict } from './offline-gate'

type Translate = (key: string) => string
type Decided = Extract<DeviceVerdict, { kind: 'decided' }>

const timesOf = (at: number) => new Date(at).toISOString()

/** A pass as verdicts show it, from the device's list. Ids are of this screen only. */
function passOf({ pass, passId, decision, gate }: Decided, zone: string, t: Translate): ScannedPass | null {
  if (passId === null) return null
  const { type, entriesLimit, status, visitor, visit } = pass ?? unlisted(t)
  return {
    id: passId,
    type,
    status,
    validFrom: pass?.validFrom ?? '',
    validTo: pass?.validTo ?? '',
    moves: pass?.moves ?? 0,
    groupSize: type === 'GROUP' ? entriesLimit : null,
    entriesUsed: decision.entriesUsed,
    peopleInside: decision.inside,
    visitor: { id: passId, ...visitor },
    appointment: visit && {
      id: gate.id,
      title: null,
      startsAt: visit.startsAt,
      endsAt: visit.endsAt,
      timeZone: zone,
      host: { id: visit.host, name: visit.host },
      room: visit.room === null ? null : { id: visit.room, name: visit.room },
    },
  }
}

/** What is said of a pass that is signed, but not on the list. */
const unlisted = (t: Translate): Pick<RosterPass, 'type' | 'entriesLimit' | 'status' | 'visitor' | 'visit'> => ({
  type: 'SINGLE',
  entriesLimit: 1,
  status: 'ACTIVE',
  visit: null,
  visitor: { name: t('gate.offline.unlisted'), company: null },
})

/** What was decided as the list of recent scans shows it. */
function checkinOf(scan: Scan, { decision, at, gate }: Decided, pass: ScannedPass | null): CheckinRow {
  const reason = decision.verdict === 'denied' ? decision.reason : null
  const shown = pass && {
    id: pass.id,
    type: pass.type,
    moves: pass.moves,
    peopleInside: pass.peopleInside,
    presence: scan.direction === 'EXIT' ? ('LEFT' as const) : ('INSIDE' as const),
    insideSince: null,
    whereabouts: [],
    visitor: pass.visitor,
    appointment: pass.appointment && { id: pass.appointment.id, host: pass.appointment.host },
  }
  return {
    id: scan.nonce,
    direction: scan.direction,
    forced: false,
    forcedReason: null,
    occurredAt: timesOf(at),
    isOffline: true,
    isCorrection: false,
    correctedBy: null,
    result: reason ? 'DENIED' : 'ADMITTED',
    reason,
    movement: decision.move?.kind ?? null,
    notices: noticesOf(decision),
    clockOffset: 0,
    zoneTo: null,
    gate: { id: gate.id, name: gate.name },
    visitPass: shown,
  }
}

const noticesOf = ({ verdict, steps }: Decided['decision']) =>
  verdict === 'admitted' ? crossingNotices.filter((notice) => steps.some(({ said }) => said === notice)) : []

/** What the screen says of what the device decided by itself. @param zone of the site */
export function verdictOfDevice(scan: Scan, verdict: DeviceVerdict, zone: string, t: Translate): Verdict {
  if (verdict.kind === 'unable') return { kind: 'silent', scan, why: verdict.why }
  const { decision } = verdict
  const pass = passOf(verdict, zone, t)
  if (decision.verdict === 'incomplete' && pass) return { kind: 'incomplete', scan, missing: decision.missing, pass, isOffline: true }
  const checkin = checkinOf(scan, verdict, pass)
  if (decision.verdict === 'admitted' && pass) {
    const notices = noticesOf(decision).map((notice) => t(`live.notices.${notice}`))
    return { kind: 'admitted', scan, checkin, pass, notices, isOffline: true }
  }
  const reason = decision.verdict === 'denied' ? decision.reason : 'INTERNAL'
  const message = t(
    reason === 'AMBIGUOUS' ? 'gate.offline.notListed' : `scan.denied.${isNotOfNow(reason, decision.steps) ? 'NOT_LIVE' : reason}`,
  )
  return { kind: 'denied', scan, reason, message, checkin, pass, isOffline: true }
}
