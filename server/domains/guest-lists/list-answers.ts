import type { Answers } from '#shared/visitor-types/answers'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../core/organization-seal'
import type { GuestList } from '../../generated/prisma/client'
import type { Keyring } from '../../infra/keyring'

/** Seals what the host answers about every guest of a list. @returns null for nothing */
export const sealListAnswers = (keyring: Keyring, id: string, answers: Answers): Uint8Array<ArrayBuffer> | null =>
  Object.keys(answers).length === 0
    ? null
    : sealForOrganization(keyring, Buffer.from(JSON.stringify(answers)), sealedColumns.guestListAnswers, id)

/** What the host answers about every guest of a list. */
export const openListAnswers = (keyring: Keyring, { id, sealedAnswers }: Pick<GuestList, 'id' | 'sealedAnswers'>): Answers =>
  sealedAnswers ? (JSON.parse(openForOrganization(keyring, sealedAnswers, sealedColumns.guestListAnswers, id).toString()) as Answers) : {}
