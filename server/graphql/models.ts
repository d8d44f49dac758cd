import type { AppointmentRow, CheckinRow, GateRow, HostRow, VisitorRow, VisitPassRow } from '../core/rows'
import type { DeviceRow } from '../domains/access-control/use-cases/list-devices'
import type { ApiKeyRow, ApplicationRow, ServiceClientRow } from '../domains/developer-console/use-cases/list-applications'
import type { Brand } from '../domains/organizations/use-cases/find-brand'
import type { MemberRow } from '../domains/security/use-cases/list-members'
import type { ProvisioningTokenRow } from '../domains/security/use-cases/provisioning/provisioning-tokens'
import type { GroupRow } from '../domains/security/use-cases/provisioning/set-group-roles'
import type { VisitorExportRow } from '../domains/visitors/use-cases/exports/list-visitor-exports'
import type { RoleRow } from '../domains/security/use-cases/list-roles'
import type { Workplace } from '../domains/security/use-cases/list-workplaces'
import type {
  AppointmentSeries,
  AuditLog,
  Department,
  Erasure,
  GuestList,
  Organization,
  Room,
  Session,
  Site,
  User,
} from '../generated/prisma/client'

/** The shapes behind the object types of the schema, by type name. */
export interface Models {
  User: Pick<User, 'id' | 'name' | 'email'>
  Member: MemberRow
  Role: RoleRow
  Application: ApplicationRow
  Device: DeviceRow
  ApiKey: ApiKeyRow
  ServiceClient: ServiceClientRow
  Session: Omit<Session, 'tokenHash'>
  Workplace: Workplace
  Organization: Organization
  Department: Department
  Site: Site
  Gate: GateRow
  Room: Pick<Room, 'id' | 'name' | 'capacity'>
  Host: HostRow
  GuestList: GuestList
  Visitor: VisitorRow
  Appointment: AppointmentRow
  AppointmentSeries: Pick<AppointmentSeries, 'id' | 'rule' | 'timeZone' | 'start'>
  VisitPass: VisitPassRow
  Checkin: CheckinRow
  AuditEntry: AuditLog
  Erasure: Erasure
  VisitorExportRequest: VisitorExportRow
  ProvisioningToken: ProvisioningTokenRow
  ProvisionedGroup: GroupRow
  OrganizationBranding: Brand
}
