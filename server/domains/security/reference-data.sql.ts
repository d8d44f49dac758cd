import type { Connection } from 'mariadb'
import { builtInRoles } from '../../core/permissions'
import { insertRows } from '../../infra/insert-rows'

/** The part of a connection that `syncReferenceData` needs. */
type Writer = Pick<Connection, 'beginTransaction' | 'commit' | 'query' | 'rollback'>

const rows = Object.entries(builtInRoles).map(([key, role]) => [role.id, key, key])
const grants = Object.values(builtInRoles).flatMap((role) => role.permissions.map((permission) => [role.id, permission]))

/**
 * Makes the rows of the built-in roles and their permissions equal to `builtInRoles`, in one transaction; roles that
 * organizations made are not touched. A built-in role of another version keeps its row but grants nothing.
 * Harmless when repeated.
 */
export async function syncReferenceData(connection: Writer): Promise<void> {
  await connection.beginTransaction()
  try {
    await insertRows(
      connection,
      'INSERT INTO roles (id, `key`, name) VALUES',
      rows,
      'ON DUPLICATE KEY UPDATE `key` = VALUES(`key`), name = VALUES(name)',
    )
    await connection.query(
      `DELETE role_permissions FROM role_permissions JOIN roles ON roles.id = role_permissions.role_id
       WHERE roles.organization_id IS NULL AND (role_permissions.role_id, role_permissions.permission) NOT IN (${grants.map(() => '(?, ?)').join(', ')})`,
      grants.flat(),
    )
    await insertRows(connection, 'INSERT IGNORE INTO role_permissions (role_id, permission) VALUES', grants)
    await connection.commit()
  } catch (error) {
    await connection.rollback()
    throw error
  }
}
