import type { Connection } from 'mariadb'
import { sealTexts, type VisitTexts } from '../../../core/appointment-texts'
import { keyringOf } from '../../../infra/keyring'

/** The texts of a visit as an earlier version kept them. */
export interface TextsInClear extends Pick<VisitTexts, 'title' | 'message'> {
  id: string
  organization_id: string
}

/** Somebody whom the visit is still for; what was erased meanwhile does not come back. */
const stillSomebodys = `(NOT EXISTS (SELECT 1 FROM visit_passes p WHERE p.appointment_id = a.id)
  OR EXISTS (SELECT 1 FROM visit_passes p JOIN visitors v ON v.id = p.visitor_id WHERE p.appointment_id = a.id AND v.erased_at IS NULL))`

/** Seals the texts of one visit where they stand. */
export async function sealTextsInClear(connection: Connection, row: TextsInClear): Promise<void> {
  const { sealedTitle, sealedMessage } = sealTexts(await keyringOf(row.organization_id), row.id, row)
  const bytes = (value: Uint8Array | null) => value && Buffer.from(value)
  await connection.query(
    `UPDATE appointments a SET a.sealed_title = ?, a.sealed_message = ? WHERE a.id = ? AND a.organization_id = ? AND ${stillSomebodys}`,
    [bytes(sealedTitle), bytes(sealedMessage), row.id, row.organization_id],
  )
}
