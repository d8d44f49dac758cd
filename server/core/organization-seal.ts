import { parse, stringify } from 'uuid'
import type { Keyring } from '../infra/keyring'
import { openWith, sealWith, SealBroken } from '../infra/seal'

/** A column that holds values sealed under the `DATA` key of their organization. */
export interface OrganizationSealedColumn {
  table: string
  /** The column of the row's primary key: unique, ordered, text. */
  id: string
  column: string
}

/** The columns that {@link sealForOrganization} fills, by what they hold. */
export const sealedColumns = {
  signingKey: { table: 'signing_keys', id: 'key_id', column: 'sealed_private_key' },
  clientSecret: { table: 'identity_providers', id: 'organization_id', column: 'client_secret' },
  title: { table: 'appointments', id: 'id', column: 'sealed_title' },
  message: { table: 'appointments', id: 'id', column: 'sealed_message' },
  receptionNote: { table: 'appointments', id: 'id', column: 'sealed_reception_note' },
  seriesTitle: { table: 'appointment_series', id: 'id', column: 'sealed_title' },
  seriesMessage: { table: 'appointment_series', id: 'id', column: 'sealed_message' },
  seriesReceptionNote: { table: 'appointment_series', id: 'id', column: 'sealed_reception_note' },
  guestListTitle: { table: 'guest_lists', id: 'id', column: 'sealed_title' },
  guestListMessage: { table: 'guest_lists', id: 'id', column: 'sealed_message' },
  guestListReceptionNote: { table: 'guest_lists', id: 'id', column: 'sealed_reception_note' },
  guestListAnswers: { table: 'guest_lists', id: 'id', column: 'sealed_answers' },
  hostPhone: { table: 'hosts', id: 'id', column: 'sealed_phone' },
  absenceNote: { table: 'host_absences', id: 'id', column: 'sealed_note' },
  guestListRows: { table: 'guest_list_parts', id: 'id', column: 'sealed_rows' },
  watchlistRecord: { table: 'watchlist_entries', id: 'id', column: 'sealed_record' },
  watchlistNote: { table: 'watchlist_matches', id: 'id', column: 'sealed_note' },
  approvalReason: { table: 'approval_decisions', id: 'id', column: 'sealed_reason' },
  outsideCalendar: { table: 'outside_calendars', id: 'id', column: 'sealed_address' },
  passCard: { table: 'pass_cards', id: 'id', column: 'sealed_number' },
  accessController: { table: 'access_controllers', id: 'id', column: 'sealed_access' },
  deliverySender: { table: 'deliveries', id: 'id', column: 'sealed_sender' },
  deliveryNote: { table: 'deliveries', id: 'id', column: 'sealed_note' },
  deliveryTakenBy: { table: 'deliveries', id: 'id', column: 'sealed_taken_by' },
  visitorExport: { table: 'visitor_export_parts', id: 'id', column: 'sealed_rows' },
  rollCallName: { table: 'roll_call_people', id: 'id', column: 'sealed_name' },
  webhookUrl: { table: 'webhook_endpoints', id: 'id', column: 'sealed_url' },
  webhookSecret: { table: 'webhook_secrets', id: 'id', column: 'sealed_secret' },
  webhookSelection: { table: 'webhook_deliveries', id: 'id', column: 'sealed_selection' },
  webhookResponse: { table: 'webhook_attempts', id: 'id', column: 'sealed_response' },
  rollCallNote: { table: 'roll_call_marks', id: 'id', column: 'sealed_note' },
} as const satisfies Record<string, OrganizationSealedColumn>

/**
 * Every column that {@link sealForOrganization} fills, with its place. Rotation of an organization's key walks this list:
 * a column that is missing from it keeps an old key alive.
 */
export const organizationSealedColumns: readonly OrganizationSealedColumn[] = Object.values(sealedColumns)

const KEY_ID_BYTES = 16

/** Binds a value to its place: moved to another row, column or organization it does not open. */
const placeOf = (organizationId: string, { table, column }: OrganizationSealedColumn, id: string): string =>
  `${table}:${column}:${organizationId}:${id}`

/**
 * Seals a value under the organization's `DATA` key.
 * @param at the column it is stored in
 * @param id of its row
 * @returns 16 bytes of the key's id, then the sealed value (45 bytes more than the plaintext in all)
 */
export function sealForOrganization(
  keyring: Keyring,
  plaintext: Buffer,
  at: OrganizationSealedColumn,
  id: string,
): Uint8Array<ArrayBuffer> {
  const sealed = sealWith(keyring.data.key, plaintext, placeOf(keyring.organizationId, at, id))
  return new Uint8Array(Buffer.concat([parse(keyring.data.id), sealed]))
}

/**
 * Opens what {@link sealForOrganization} made for the same place.
 * @throws SealBroken when it was changed, moved, or its key is gone
 */
export function openForOrganization(keyring: Keyring, sealed: Uint8Array, at: OrganizationSealedColumn, id: string): Buffer {
  if (sealed.length <= KEY_ID_BYTES) throw new SealBroken()
  const key = keyring.byId.get(organizationKeyIdOf(sealed))
  if (!key) throw new SealBroken()
  return openWith(key, sealed.subarray(KEY_ID_BYTES), placeOf(keyring.organizationId, at, id))
}

/** The id of the organization's key that sealed a value. @throws SealBroken when it is no sealed value */
export function organizationKeyIdOf(sealed: Uint8Array): string {
  try {
    return stringify(sealed.subarray(0, KEY_ID_BYTES))
  } catch {
    throw new SealBroken()
  }
}
