import type { Connection } from 'mariadb'
import { workOff } from '../infra/work-off.sql'

/**
 * Moves what earlier versions kept in another form: visitors and the texts of visits in clear, secrets of organizations under
 * MASTER_KEY itself. What is done is not done again.
 * @param connection of the owner of the tables
 * @throws SealBroken where MASTER_KEY is another than before
 */
export async function moveOldRows(connection: Connection): Promise<void> {
  await workOff(
    connection,
    'visitors_in_clear',
    async () => (await import('../domains/visitors/use-cases/seal-visitor-in-clear.sql')).sealVisitorInClear,
  )
  await workOff(connection, 'secrets_under_master_key', async () => (await import('../core/secret-under-master-key.sql')).sealSecretAnew)
  await workOff(
    connection,
    'visit_texts_in_clear',
    async () => (await import('../domains/appointments/use-cases/seal-texts-in-clear.sql')).sealTextsInClear,
  )
}
