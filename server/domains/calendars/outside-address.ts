import { openForOrganization, sealedColumns, sealForOrganization } from '../../core/organization-seal'
import type { Keyring } from '../../infra/keyring'
import type { OutsideAddress } from './outside/fetch-calendar'

/** Seals where a calendar outside is and how it is opened. @param id of its row */
export const sealAddress = (keyring: Keyring, id: string, { url, user, password }: OutsideAddress): Uint8Array<ArrayBuffer> =>
  sealForOrganization(keyring, Buffer.from(JSON.stringify({ url, user, password })), sealedColumns.outsideCalendar, id)

/** Opens what {@link sealAddress} made. */
export const openAddress = (keyring: Keyring, { id, sealedAddress }: { id: string; sealedAddress: Uint8Array }): OutsideAddress =>
  JSON.parse(openForOrganization(keyring, sealedAddress, sealedColumns.outsideCalendar, id).toString()) as OutsideAddress
