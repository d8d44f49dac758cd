import type { Appointment } from '../generated/prisma/client'
import { keyringOf, type Keyring } from '../infra/keyring'
import { openForOrganization, sealedColumns, sealForOrganization } from './organization-seal'

/** What is written of a visit, in clear. */
export interface VisitTexts {
  /** What it is about. */
  readonly title: string | null
  /** Words of the host to the guest. */
  readonly message: string | null
}

/** The same as the database holds it. */
export type SealedTexts = Pick<Appointment, 'sealedTitle' | 'sealedMessage'>

/** Seals the texts of a visit under the key of its organization. @returns the columns */
export function sealTexts(keyring: Keyring, appointmentId: string, { title, message }: VisitTexts): SealedTexts {
  return {
    sealedTitle: title === null ? null : sealForOrganization(keyring, Buffer.from(title), sealedColumns.title, appointmentId),
    sealedMessage: message === null ? null : sealForOrganization(keyring, Buffer.from(message), sealedColumns.message, appointmentId),
  }
}

/**
 * The texts of a visit, each opened when it is asked for.
 * @param keyring of the visit's organization
 */
export const openTexts = (keyring: Keyring, appointmentId: string, { sealedTitle, sealedMessage }: SealedTexts): VisitTexts => ({
  get title() {
    return sealedTitle && openForOrganization(keyring, sealedTitle, sealedColumns.title, appointmentId).toString()
  },
  get message() {
    return sealedMessage && openForOrganization(keyring, sealedMessage, sealedColumns.message, appointmentId).toString()
  },
})

/**
 * An appointment whose texts can be read. Nothing is opened before it is asked for.
 * @param keyring of the appointment's organization
 */
export function openAppointment<T extends SealedTexts & { id: string }>(
  keyring: Keyring,
  { sealedTitle, sealedMessage, ...row }: T,
): Omit<T, keyof SealedTexts> & VisitTexts {
  // A spread would open both at once.
  return Object.defineProperties(row, Object.getOwnPropertyDescriptors(openTexts(keyring, row.id, { sealedTitle, sealedMessage }))) as Omit<
    T,
    keyof SealedTexts
  > &
    VisitTexts
}

/** Appointments of one organization whose texts can be read. */
export async function openAppointments<T extends SealedTexts & { id: string; organizationId: string }>(
  sealed: T[],
): Promise<(Omit<T, keyof SealedTexts> & VisitTexts)[]> {
  const [first] = sealed
  if (!first) return []
  const keyring = await keyringOf(first.organizationId)
  return sealed.map((appointment) => openAppointment(keyring, appointment))
}
