import type { AppointmentRow, CheckinRow, GateRow, HostRow, VisitorRow, VisitPassRow } from '../core/rows'
import type { CalendarFeedRow } from '../domains/calendars/use-cases/calendar-feeds'
import type { OutsideCalendarRow } from '../domains/calendars/use-cases/outside-calendars'
import type { AccessControllerRow } from '../domains/turnstiles/use-cases/list-controllers'
import type { DeviceRow } from '../domains/access-control/use-cases/list-devices'
import type { ApiKeyRow, ApplicationRow, ServiceClientRow } from '../domains/developer-console/use-cases/list-applications'
import type { ApiRequestRow } from '../domains/developer-console/use-cases/list-requests'
import type { DeliveryRow } from '../domains/deliveries/delivery-texts'
import type { VisitorFileRow } from '../domains/files/use-cases/list-visitor-files'
import type { Brand } from '../domains/organizations/use-cases/find-brand'
import type { HostProfileRow } from '../domains/hosts/use-cases/find-host-profile'
import type { MemberRow } from '../domains/security/use-cases/list-members'
import type { ProvisioningTokenRow } from '../domains/security/use-cases/provisioning/provisioning-tokens'
import type { GroupRow } from '../domains/security/use-cases/provisioning/set-group-roles'
import type { SignatureRow } from '../domains/visitor-types/use-cases/find-agreements'
import type { VisitorExportRow } from '../domains/visitors/use-cases/exports/list-visitor-exports'
import type { EntryRow } from '../domains/watchlist/use-cases/entries/list-watchlist-entries'
import type { ImportRow } from '../domains/watchlist/use-cases/entries/list-watchlist-imports'
import type { MatchRow } from '../domains/watchlist/use-cases/matches/list-watchlist-matches'
import type { WebhookEndpointRow } from '../domains/webhooks/use-cases/endpoint-rows'
import type { WebhookDeliveryRow } from '../domains/webhooks/use-cases/list-webhook-deliveries'
import type { RoleRow } from '../domains/security/use-cases/list-roles'
import type { Workplace } from '../domains/security/use-cases/list-workplaces'
import type {
  AccessRule,
  Agreement,
  AppointmentSeries,
  ApprovalChain,
  ApprovalRequest,
  AuditLog,
  Department,
  Erasure,
  GuestList,
  HostAbsence,
  HostDelegation,
  Organization,
  Reconciliation,
  RollCall,
  Room,
  Session,
  Site,
  User,
  VisitorType,
  Zone,
} from '../generated/prisma/client'

/** The shapes behind the object types of the schema, by type name. */
export interface Models {
  AccessController: AccessControllerRow
  AccessRule: AccessRule
  Zone: Zone
  User: Pick<User, 'id' | 'name' | 'email'>
  Member: MemberRow
  Role: RoleRow
  Application: ApplicationRow
  ApprovalChain: ApprovalChain
  ApprovalRequest: ApprovalRequest
  Delivery: DeliveryRow
  Device: DeviceRow
  ApiKey: ApiKeyRow
  ApiRequest: ApiRequestRow
  ServiceClient: ServiceClientRow
  Session: Omit<Session, 'tokenHash'>
  Workplace: Workplace
  Organization: Organization
  Department: Department
  Site: Site
  Gate: GateRow
  Room: Pick<Room, 'id' | 'name' | 'capacity'> & Partial<Pick<Room, 'closedAt'>>
  Host: HostRow
  HostAbsence: HostAbsence
  HostDelegation: HostDelegation
  HostProfile: HostProfileRow
  GuestList: GuestList
  CalendarFeed: CalendarFeedRow
  OutsideCalendar: OutsideCalendarRow
  Visitor: VisitorRow
  VisitorType: VisitorType
  Agreement: Agreement
  AgreementSignature: SignatureRow
  Appointment: AppointmentRow
  AppointmentSeries: Pick<AppointmentSeries, 'id' | 'rule' | 'timeZone' | 'start'>
  VisitPass: VisitPassRow
  Checkin: CheckinRow
  AuditEntry: AuditLog
  Erasure: Erasure
  VisitorExportRequest: VisitorExportRow
  WatchlistEntry: EntryRow
  WatchlistImport: ImportRow
  WatchlistMatch: MatchRow
  VisitorFile: VisitorFileRow
  ProvisioningToken: ProvisioningTokenRow
  ProvisionedGroup: GroupRow
  Reconciliation: Reconciliation
  RollCall: RollCall
  OrganizationBranding: Brand
  WebhookEndpoint: WebhookEndpointRow
  WebhookDelivery: WebhookDeliveryRow
}
