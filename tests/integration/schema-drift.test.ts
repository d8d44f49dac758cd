import type { Connection } from 'mariadb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectTo, createMigratedDatabase, dropDatabase } from '../setup/test-database'
import { readLiveSchema } from './schema/live-schema'
import { readPrismaSchema } from './schema/prisma-schema'
import { differences } from './schema/table-shape'

const schema = readPrismaSchema('prisma/schema')
let url: string
let connection: Connection

beforeAll(async () => {
  url = await createMigratedDatabase(process.env.DATABASE_URL ?? '')
  connection = await connectTo(url)
})

afterAll(async () => {
  await connection.end()
  await dropDatabase(url)
})

const drift = async (): Promise<string[]> => differences(schema, await readLiveSchema(connection))

describe('the migrated database', () => {
  it('is what the Prisma schema says', async () => {
    expect(Object.keys(schema)).toContain('visit_passes')
    expect(schema.visit_passes?.columns.presence).toBe("enum('EXPECTED','INSIDE','LEFT') NOT NULL DEFAULT EXPECTED")
    expect(schema.visit_passes?.foreignKeys.visit_passes_organization_id_visitor_id_fkey).toBe(
      '(organization_id, visitor_id) -> visitors(organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT',
    )
    expect(await drift()).toEqual([])
  })

  it.each<[string, string, string]>([
    [
      'an index',
      'DROP INDEX visit_passes_status_valid_to_idx ON visit_passes',
      'CREATE INDEX visit_passes_status_valid_to_idx ON visit_passes (status, valid_to)',
    ],
    [
      'the order of an index',
      'DROP INDEX sessions_expires_at_idx ON sessions, ADD INDEX sessions_expires_at_idx (expires_at, id)',
      'DROP INDEX sessions_expires_at_idx ON sessions, ADD INDEX sessions_expires_at_idx (expires_at)',
    ],
    [
      'uniqueness',
      'DROP INDEX users_email_key ON users, ADD INDEX users_email_key (email)',
      'DROP INDEX users_email_key ON users, ADD UNIQUE INDEX users_email_key (email)',
    ],
    ['a column too many', 'ALTER TABLE rooms ADD COLUMN floor INT', 'ALTER TABLE rooms DROP COLUMN floor'],
    ['a type', 'ALTER TABLE rooms MODIFY capacity BIGINT NOT NULL', 'ALTER TABLE rooms MODIFY capacity INT NOT NULL'],
    ['nullability', 'ALTER TABLE rooms MODIFY capacity INT NULL', 'ALTER TABLE rooms MODIFY capacity INT NOT NULL'],
    ['a default', 'ALTER TABLE sites ALTER identity_check SET DEFAULT 1', 'ALTER TABLE sites ALTER identity_check SET DEFAULT 0'],
    [
      "a foreign key's rule",
      'ALTER TABLE rooms DROP FOREIGN KEY rooms_organization_id_site_id_fkey, ADD CONSTRAINT rooms_organization_id_site_id_fkey2 FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id) ON DELETE CASCADE ON UPDATE RESTRICT',
      'ALTER TABLE rooms DROP FOREIGN KEY rooms_organization_id_site_id_fkey2, ADD CONSTRAINT rooms_organization_id_site_id_fkey FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT',
    ],
    ['a table too many', 'CREATE TABLE leftovers (id INT PRIMARY KEY)', 'DROP TABLE leftovers'],
  ])('is caught with a planted difference: %s', async (_, plant, undo) => {
    const statement = (sql: string): string => sql.replace(/^DROP INDEX (\w+) ON (\w+), ADD/, 'ALTER TABLE $2 DROP INDEX $1, ADD')
    await connection.query(statement(plant))
    expect(await drift()).not.toEqual([])
    await connection.query(statement(undo))
    expect(await drift()).toEqual([])
  })
})
