import { randomBytes } from 'node:crypto'
import { newId } from '../../../server/core/ids'
import { sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/** A card that a guest has. @returns its id */
export async function createPassCard(org: TestOrganization, mark: string, visitPassId: string): Promise<string> {
  const id = newId()
  const sealedNumber = sealForOrganization(await keyringOf(org.id), Buffer.from(`${mark}card`), sealedColumns.passCard, id)
  const row = { id, organizationId: org.id, visitPassId, token: new Uint8Array(randomBytes(16)), sealedNumber, givenAt: new Date() }
  await prisma.passCard.create({ data: row })
  return id
}
