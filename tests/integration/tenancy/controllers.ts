import { newId } from '../../../server/core/ids'
import { newControllerSecret, sealAccess } from '../../../server/domains/turnstiles/controller-access'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/**
 * A turnstile that everything was done with: it holds something else of a pass than it should, has told something, and does not answer. Its
 * address leads nowhere. @returns its id
 */
export async function createController(org: TestOrganization, visitPassId: string, isRevoked = true): Promise<string> {
  const [id, organizationId, now] = [newId(), org.id, new Date()]
  const access = { url: 'https://turnstile.invalid/', user: null, password: null, secret: newControllerSecret(), earlierSecret: null }
  const sealedAccess = sealAccess(await keyringOf(org.id), id, access)
  const seen = { lastSeenAt: now, forgedAt: now, syncedAt: now, listedAt: now, clockOffset: 86_400_000, strangers: 1 }
  const later = new Date(now.getTime() + 86_400_000)
  const row = { id, organizationId, siteId: org.site.id, name: 'x', driver: 'HTTP' as const, sealedAccess, server: 'x' }
  await prisma.accessController.create({
    data: {
      ...row,
      ...seen,
      createdAt: now,
      secretAt: now,
      revokedAt: isRevoked ? now : null,
      problem: 'SERVER',
      failures: 1,
      nextSyncAt: later,
    },
  })
  const of = { organizationId, accessControllerId: id }
  const [gateId, codeHash] = [org.gates[0].id, new Uint8Array(32)]
  await prisma.controllerReader.create({ data: { ...of, key: 'in', gateId, direction: 'ENTRY' } })
  const differs = { wanted: null, held: 'x'.repeat(32), isDue: true, attempts: 1, problem: 'FULL' as const, changedAt: now }
  await prisma.controllerCredential.create({ data: { ...of, visitPassId, codeHash, ...differs } })
  const told = { id: newId(), key: 'x', kind: 'TURNED' as const, reader: 'x', nonce: newId(), gateId, direction: 'ENTRY' as const }
  const known = { visitPassId, codeHash, happenedAt: now, receivedAt: now, clockOffset: 86_400_000, repeats: 1 }
  await prisma.controllerEvent.create({ data: { ...of, ...told, ...known, outcome: 'CONFIRMED' } })
  return id
}
