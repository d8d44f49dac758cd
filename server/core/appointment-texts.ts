import type { Appointment } from '../generated/prisma/client'
import { keyringOf, type Keyring } from '../infra/keyring'
import { openForOrganization, sealedColumns, sealForOrganization } from './organization-seal'

/** What is written of a visit, in clear. */
export interface VisitTexts {
  /** What it is about. */
  readonly title: string | null
  /** Words of the host to the guest. */
  readonly message: string | null
  /** Words to the staff who receive the guest; the guest never sees them. */
  readonly receptionNote: string | null
}

/** The same as the database holds it. What a query does not select reads as nothing. */
export type SealedTexts = Pick<Appointment, 'sealedTitle' | 'sealedMessage'> & Partial<Pick<Appointment, 'sealedReceptionNote'>>

const columns = {
  appointments: { title: sealedColumns.title, message: sealedColumns.message, receptionNote: sealedColumns.receptionNote },
  series: { title: sealedColumns.seriesTitle, message: sealedColumns.seriesMessage, receptionNote: sealedColumns.seriesReceptionNote },
  guestLists: {
    title: sealedColumns.guestListTitle,
    message: sealedColumns.guestListMessage,
    receptionNote: sealedColumns.guestListReceptionNote,
  },
} as const

/** Whose texts: those of one visit, or those that every visit of a series or of a list of guests begins with. */
type TextsOf = keyof typeof columns

/** Seals the texts of a visit under the key of its organization. @returns the columns */
export function sealTexts(
  keyring: Keyring,
  id: string,
  texts: Omit<VisitTexts, 'receptionNote'> & Partial<VisitTexts>,
  of: TextsOf = 'appointments',
): Required<SealedTexts> {
  const sealed = (field: keyof VisitTexts) => {
    const text = texts[field] ?? null
    return text === null ? null : sealForOrganization(keyring, Buffer.from(text), columns[of][field], id)
  }
  return { sealedTitle: sealed('title'), sealedMessage: sealed('message'), sealedReceptionNote: sealed('receptionNote') }
}

/**
 * The texts of a visit, each opened when it is asked for.
 * @param keyring of the visit's organization
 */
export function openTexts(keyring: Keyring, id: string, sealed: SealedTexts, of: TextsOf = 'appointments'): VisitTexts {
  const open = (value: Uint8Array | null | undefined, field: keyof VisitTexts) =>
    value ? openForOrganization(keyring, value, columns[of][field], id).toString() : null
  return {
    get title() {
      return open(sealed.sealedTitle, 'title')
    },
    get message() {
      return open(sealed.sealedMessage, 'message')
    },
    get receptionNote() {
      return open(sealed.sealedReceptionNote, 'receptionNote')
    },
  }
}

/**
 * An appointment whose texts can be read. Nothing is opened before it is asked for.
 * @param keyring of the appointment's organization
 */
export function openAppointment<T extends SealedTexts & { id: string }>(
  keyring: Keyring,
  sealed: T,
): Omit<T, keyof SealedTexts> & VisitTexts {
  const { sealedTitle, sealedMessage, sealedReceptionNote, ...row } = sealed
  const texts = openTexts(keyring, row.id, { sealedTitle, sealedMessage, sealedReceptionNote: sealedReceptionNote ?? null })
  // A spread would open all at once.
  return Object.defineProperties(row, Object.getOwnPropertyDescriptors(texts)) as Omit<T, keyof SealedTexts> & VisitTexts
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
