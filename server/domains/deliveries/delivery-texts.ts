import { namesByAccount } from '../../core/members'
import { openForOrganization, sealedColumns, sealForOrganization, type OrganizationSealedColumn } from '../../core/organization-seal'
import type { Delivery } from '../../generated/prisma/client'
import type { Keyring } from '../../infra/keyring'
import type { TenantTransaction } from '../../infra/tenant-client'

/** A parcel whose texts are in clear. */
export interface DeliveryRow extends Pick<Delivery, 'id' | 'siteId' | 'hostId' | 'status' | 'registeredAt' | 'handedAt'> {
  sender: string
  note: string | null
  takenBy: string | null
  /** Who took it in and handed it over, as far as they are still there. */
  registeredBy: string | null
  handedBy: string | null
}

/** A text of a parcel as it is kept. */
export const sealText = (keyring: Keyring, at: OrganizationSealedColumn, id: string, text: string) =>
  sealForOrganization(keyring, Buffer.from(text), at, id)

type Names = Map<string | null, string>

function open({ sealedSender, sealedNote, sealedTakenBy, ...row }: Delivery, keyring: Keyring, names: Names): DeliveryRow {
  const textOf = (at: OrganizationSealedColumn, sealed: Uint8Array | null) =>
    sealed && openForOrganization(keyring, sealed, at, row.id).toString()
  return {
    ...row,
    sender: textOf(sealedColumns.deliverySender, sealedSender) ?? '',
    note: textOf(sealedColumns.deliveryNote, sealedNote),
    takenBy: textOf(sealedColumns.deliveryTakenBy, sealedTakenBy),
    registeredBy: names.get(row.registeredById) ?? null,
    handedBy: names.get(row.handedById) ?? null,
  }
}

/** Parcels with their texts opened and the names of the people at the desk. */
export async function openDeliveries(
  db: Pick<TenantTransaction, 'membership'>,
  keyring: Keyring,
  rows: readonly Delivery[],
): Promise<DeliveryRow[]> {
  const names =
    rows.length > 0
      ? await namesByAccount(
          db,
          rows.flatMap(({ registeredById, handedById }) => [registeredById, handedById]),
        )
      : new Map()
  return rows.map((row) => open(row, keyring, names))
}
