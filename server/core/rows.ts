import type {
  Appointment,
  AppointmentSeries,
  Checkin,
  Gate,
  NotificationStatus,
  Room,
  Site,
  VisitPass,
  Visitor,
} from '../generated/prisma/client'
import type { SealedTexts, VisitTexts } from './appointment-texts'

/** A host as the API shows it: the row with the name of its user. */
export interface HostRow {
  id: string
  name: string
  position: string | null
  /** The department that they belong to; absent where nobody asked the database for it. */
  departmentId?: string | null
}

/** Somebody who receives the guests of a visit beside its host. */
export interface CoHost {
  hostId: string
}

/** Relations that a query may have loaded together with a row; what is absent is loaded in one batch when asked for. */
export interface AppointmentRow
  extends
    Omit<
      Appointment,
      'createdAt' | 'organizationId' | 'accessRuleIds' | 'occurrence' | 'deviations' | 'sealedReceptionNote' | keyof SealedTexts
    >,
    VisitTexts {
  /** Rules that were assigned to it; absent where nobody asked the database for them. */
  accessRuleIds?: Appointment['accessRuleIds']
  site?: Site
  host?: HostRow
  room?: Pick<Room, 'id' | 'name' | 'capacity'> | null
  series?: Pick<AppointmentSeries, 'id' | 'rule' | 'timeZone' | 'start'> | null
  /** Who receives the guests beside the host; absent where the caller sees every visit and nobody asked. */
  coHosts?: CoHost[]
  /** Every pass of the appointment, ordered by id; the first of them where `hasMorePasses` says so. */
  visitPasses?: VisitPassRow[]
  hasMorePasses?: boolean
}

/** A pass, perhaps with its visitor. */
export interface VisitPassRow extends Omit<
  VisitPass,
  | 'organizationId'
  | 'revokedById'
  | 'revokedFrom'
  | 'revokedAt'
  | 'suspendedById'
  | 'suspensions'
  | 'issueNumber'
  | 'codeSince'
  | 'createdAt'
  | 'insideSince'
  | 'repliedAt'
  | 'seenToAtGate'
  | 'plateIndex'
  | 'zones'
  | 'movedAt'
  | 'accessRuleIds'
> {
  /** Rules that were assigned to it; absent where nobody asked the database for them. */
  accessRuleIds?: VisitPass['accessRuleIds']
  insideSince?: Date | null
  /** How many of its people are in which zone; absent where nobody asked the database for it. */
  zones?: VisitPass['zones']
  visitor?: VisitorRow
  /** How far the newest message about it came; absent where nobody asked the database for it. */
  inviteStatus?: NotificationStatus | null
  appointment?: AppointmentRow
  /** The host of the appointment: whose own the pass is. Null for a pass without one. */
  hostId?: string | null
  coHosts?: CoHost[]
  /** Whoever asks holds the invite link of this very pass. */
  bearer?: boolean
}

/** A card that a guest was given, with its number. */
export interface GivenCard {
  id: string
  number: string
  givenAt: Date
}

/** A visitor in clear; opened value by value when it is asked for. */
export interface VisitorRow extends Pick<Visitor, 'id' | 'locale'> {
  /** Empty for somebody who was erased. */
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly company: string | null
  readonly erased: boolean
}

/** A check-in, perhaps with its gate and pass. */
export interface CheckinRow extends Pick<
  Checkin,
  | 'id'
  | 'visitPassId'
  | 'gateId'
  | 'direction'
  | 'result'
  | 'reason'
  | 'forced'
  | 'forcedReason'
  | 'seenTo'
  | 'ruleSteps'
  | 'accessRuleId'
  | 'movement'
  | 'zoneFrom'
  | 'zoneTo'
  | 'isOffline'
  | 'isCorrection'
  | 'source'
  | 'clockOffset'
  | 'occurredAt'
  | 'recordedAt'
> {
  gate?: GateRow
  visitPass?: VisitPassRow | null
}

/** A gate, perhaps with its site. */
export interface GateRow extends Pick<Gate, 'id' | 'name' | 'siteId' | 'closedAt' | 'zoneId' | 'isInner'> {
  /** What tells there of a pass beside its code; absent where nobody asked the database for it. */
  readsCards?: boolean
  readsPlates?: boolean
  site?: Site
}
