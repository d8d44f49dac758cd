import type { AppointmentRow, CheckinRow, GateRow, HostRow, VisitorRow, VisitPassRow } from '../core/rows'
import type { Brand } from '../domains/organizations/use-cases/find-brand'
import type { AuditLog, Organization, Room, Site, User } from '../generated/prisma/client'

/** The shapes behind the object types of the schema, by type name. */
export interface Models {
  User: Pick<User, 'id' | 'name' | 'email'>
  Organization: Organization
  Site: Site
  Gate: GateRow
  Room: Pick<Room, 'id' | 'name' | 'capacity'>
  Host: HostRow
  Visitor: VisitorRow
  Appointment: AppointmentRow
  VisitPass: VisitPassRow
  Checkin: CheckinRow
  AuditEntry: AuditLog
  OrganizationBranding: Brand
}
