import type { Permission } from '../../core/permissions'

/** What integrators may be told of, as it stands on the wire. */
export interface WebhookEventType {
  readonly name: string
  /** Of what `data` looks like; it grows when a field changes its meaning or goes. */
  readonly version: number
  /** The scope that an application needs to be told of it; null for what concerns the application itself. */
  readonly scope: Permission | null
  /** Fields of the event that are told, in their order. */
  readonly fields: readonly string[]
  /** The field that holds the object of which a selection is asked. */
  readonly object: string
}

const of = (scope: Permission | null, object: string, fields: string, names: string): WebhookEventType[] =>
  names.split(' ').map((name) => ({ name, version: 1, scope, object, fields: fields.split(' ') }))

/**
 * Every event that an endpoint can be told of (contracts.md, "Events and webhooks"). `update.completed`, `update.failed` and
 * `quota.reached` join them with what makes them.
 */
export const webhookEventTypes: readonly WebhookEventType[] = [
  ...of('appointment:read', 'appointmentId', 'appointmentId siteId hostId visitPassIds seriesId', 'appointment.created'),
  ...of('appointment:read', 'appointmentId', 'appointmentId siteId hostId changed movedFrom visitPassIds', 'appointment.updated'),
  ...of('appointment:read', 'appointmentId', 'appointmentId passes visitPassIds', 'appointment.canceled'),
  ...of(
    'pass:read',
    'visitPassId',
    'visitPassId appointmentId',
    'visitpass.issued visitpass.reissued visitpass.suspended visitpass.resumed visitpass.revoked visitpass.expired',
  ),
  ...of('checkin:read', 'checkinId', 'checkinId visitPassId gateId siteId forced cause', 'visitpass.checked_in visitpass.checked_out'),
  ...of('checkin:read', 'checkinId', 'checkinId visitPassId gateId siteId reason', 'visitpass.denied'),
  ...of('visitor:read', 'visitorId', 'visitorId', 'visitor.created'),
  ...of('visitor:read', 'visitorId', 'visitorId erasureId', 'visitor.erased'),
  ...of('visitor:read', 'visitorId', 'visitorFileId visitorId', 'visitor_file.ready visitor_file.rejected'),
  ...of(null, 'webhookEndpointId', 'webhookEndpointId reason', 'endpoint.disabled'),
]

const byName = new Map(webhookEventTypes.map((type) => [type.name, type]))

/** The event of a name; undefined for what integrators are not told of. */
export const webhookEventType = (name: string): WebhookEventType | undefined => byName.get(name)

/** Whether an application of some scopes may hear of an event. */
export const mayHear = (scopes: readonly string[], { scope }: WebhookEventType): boolean => scope === null || scopes.includes(scope)
