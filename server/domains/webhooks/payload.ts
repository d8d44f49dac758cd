import { encodeGlobalId } from '../../graphql/global-id'
import { webhookEventType, type WebhookEventType } from './event-types'

/** An event as it stands in the log. */
export interface LoggedEvent {
  type: string
  payload: Record<string, unknown>
  occurredAt: Date
  /** Its place in the log; null for an example. */
  sequence: number | null
}

/** What an endpoint is sent. */
export interface WebhookBody {
  type: string
  timestamp: string
  data: Record<string, unknown>
}

/** The types of the objects that fields of events name. */
const types: Readonly<Record<string, string>> = {
  appointmentId: 'Appointment',
  siteId: 'Site',
  hostId: 'Host',
  visitPassId: 'VisitPass',
  visitPassIds: 'VisitPass',
  seriesId: 'AppointmentSeries',
  checkinId: 'Checkin',
  gateId: 'Gate',
  visitorId: 'Visitor',
  visitorFileId: 'VisitorFile',
  erasureId: 'Erasure',
  webhookEndpointId: 'WebhookEndpoint',
}

/** Ids of a list that are told at most: a body stays under 20 KB. Whoever needs all asks the API. */
export const mostIds = 100

function told(name: string, value: unknown): unknown {
  const type = types[name]
  if (type && typeof value === 'string') return encodeGlobalId(type, value)
  if (type && Array.isArray(value)) return value.slice(0, mostIds).map((id) => encodeGlobalId(type, String(id)))
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(key, part)]))
  return value
}

/**
 * What is told of an event: its ids as the API names them, its facts, its version and its place in the log, by which a receiver puts
 * the events of one object into their order. No personal data.
 * @returns null for an event of which integrators are not told
 */
export function bodyOf({ type, payload, occurredAt, sequence }: LoggedEvent): WebhookBody | null {
  const known = webhookEventType(type)
  if (!known) return null
  const fields = known.fields.filter((name) => payload[name] !== undefined).map((name) => [name, told(name, payload[name])] as const)
  const { visitPassIds } = payload
  const isCut = known.fields.includes('visitPassIds') && Array.isArray(visitPassIds) && visitPassIds.length > mostIds
  const count = isCut ? { visitPassCount: visitPassIds.length } : {}
  return {
    type,
    timestamp: occurredAt.toISOString(),
    data: { version: known.version, sequence, ...Object.fromEntries(fields), ...count },
  }
}

const exampleId = (last: number): string => `01900000-0000-7000-8000-00000000000${last}`

const exampleFacts: Readonly<Record<string, unknown>> = {
  forced: false,
  passes: 'REVOKE',
  changed: ['TIME'],
  cause: undefined,
  movedFrom: { siteId: exampleId(2), startsAt: '2026-03-02T09:00:00.000Z' },
  visitPassIds: [exampleId(3)],
}

/** An event as it could be, of objects that do not exist. */
export function exampleOf({ name, fields }: WebhookEventType, occurredAt: Date): LoggedEvent {
  const reason = name === 'endpoint.disabled' ? 'GONE' : 'OUTSIDE_WINDOW'
  const place = (field: string): number => Object.keys(types).indexOf(field) % 10
  const payload = fields.map((field) => [
    field,
    field === 'reason' ? reason : field in exampleFacts ? exampleFacts[field] : exampleId(place(field)),
  ])
  return { type: name, payload: Object.fromEntries(payload) as Record<string, unknown>, occurredAt, sequence: null }
}
