import { wallClockAt } from '#shared/wall-clock'
import type { AppointmentStatus, DenialReason, ScanResult, StatisticMeasure, VisitPassStatus } from '../../generated/prisma/enums'
import { classOf } from './stay-classes'
import { mostInside, staysOf, type Passage } from './stays'

/** A pass of a visit that begins on the day. */
export interface BookedPass {
  hostId: string
  appointmentStatus: AppointmentStatus
  status: VisitPassStatus
  entriesUsed: number
}

/** What a gate wrote down; a code that nobody knows has no pass. */
export interface LoggedScan extends Omit<Passage, 'visitPassId' | 'type'> {
  visitPassId: string | null
  type: Passage['type'] | null
  result: ScanResult
  reason: DenialReason | null
}

/** One number of a day. */
export interface DayCount {
  hostId: string | null
  measure: StatisticMeasure
  slot: string
  value: number
}

/** What a day is counted from. */
export interface DayLedger {
  passes: readonly BookedPass[]
  /** In the order of time, from {@link longestStay} before the day until as long after it. */
  scans: readonly LoggedScan[]
  day: { from: Date; until: Date }
  timeZone: string
}

type Add = (hostId: string | null, measure: StatisticMeasure, slot: string, value?: number) => void

/** A visit is expected unless it or its pass was called off; whoever came counts whatever became of it. */
function addVisits(passes: readonly BookedPass[], add: Add): void {
  for (const { hostId, appointmentStatus, status, entriesUsed } of passes) {
    const hasCome = entriesUsed > 0
    if (!hasCome && (appointmentStatus === 'CANCELED' || status === 'REVOKED')) continue
    add(hostId, 'EXPECTED', '')
    if (hasCome) add(hostId, 'CAME', '')
    else if (status === 'EXPIRED') add(hostId, 'NO_SHOW', '')
  }
}

/** On a pass for a group every entry is a person, on any other pass the first one of the day. */
function addEntries(entries: readonly Passage[], timeZone: string, add: Add): void {
  const seen = new Set<string>()
  for (const { visitPassId, hostId, type, at } of entries) {
    add(hostId, 'ENTRY', wallClockAt(at, timeZone).time.slice(0, 2))
    if (type === 'GROUP' || !seen.has(visitPassId)) add(hostId, 'PEOPLE', '')
    seen.add(visitPassId)
  }
}

/** Counts a day of a site from what the ledger holds: the same ledger gives the same numbers, whenever it is asked. */
export function tallyDay({ passes, scans, day, timeZone }: DayLedger): DayCount[] {
  const counts = new Map<string, DayCount>()
  const add: Add = (hostId, measure, slot, value = 1) => {
    const key = `${hostId ?? ''} ${measure} ${slot}`
    const count = counts.get(key) ?? { hostId, measure, slot, value: 0 }
    counts.set(key, { ...count, value: count.value + value })
  }
  const isToday = ({ at }: { at: Date }) => at >= day.from && at < day.until
  const passages = scans.flatMap(({ visitPassId, type, result, reason: _, ...scan }) =>
    result === 'ADMITTED' && visitPassId !== null && type !== null
      ? [{ ...scan, visitPassId, type, isUnseen: Boolean(scan.isUnseen) }]
      : [],
  )
  addVisits(passes, add)
  addEntries(
    passages.filter((passage) => passage.direction === 'ENTRY' && isToday(passage)),
    timeZone,
    add,
  )
  const stays = staysOf(passages)
  for (const { hostId, from, until, isUnseen } of stays) {
    // How long somebody stayed whom nobody saw leaving is not known.
    if (until === null || isUnseen || !isToday({ at: from })) continue
    const minutes = Math.round((until.getTime() - from.getTime()) / 60_000)
    add(hostId, 'STAY', String(classOf(minutes)))
    add(hostId, 'STAY_MINUTES', '', minutes)
  }
  for (const scan of scans) if (scan.result === 'DENIED' && isToday(scan)) add(scan.hostId, 'DENIAL', scan.reason ?? 'INTERNAL')
  add(null, 'MOST_INSIDE', '', mostInside(stays, day))
  return [...counts.values()].filter(({ value }) => value > 0)
}
