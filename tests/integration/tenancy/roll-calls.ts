import { randomUUID } from 'node:crypto'
import { newId } from '../../../server/core/ids'
import { sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { hashToken } from '../../../server/core/token'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/** A roll call that asks for a guest and for somebody else; of both a marshal has noted something, and the guest has left by a gate. @returns its id */
export async function createMarkedRollCall(org: TestOrganization, mark: string, visitPassId: string): Promise<string> {
  const [rollCallId, guestId, otherId, at] = [newId(), newId(), newId(), new Date(Date.now() - 1_000)]
  const keyring = await keyringOf(org.id)
  const own = { organizationId: org.id, rollCallId }
  const started = { startedById: org.operator.id, startedAt: at, endedAt: new Date(Date.now() + 3_600_000), endedById: org.operator.id }
  await prisma.rollCall.create({ data: { id: rollCallId, organizationId: org.id, siteId: org.site.id, kind: 'DRILL', ...started } })
  const { id: zoneId } = await prisma.zone.findFirstOrThrow({ where: { organizationId: org.id, siteId: org.site.id } })
  await prisma.rollCallPerson.create({
    data: { ...own, id: guestId, key: guestId, visitPassId, zoneId, insideSince: at, leftUnseenAt: at, addedAt: at },
  })
  const sealedName = sealForOrganization(keyring, Buffer.from(`${mark}other`), sealedColumns.rollCallName, otherId)
  await prisma.rollCallPerson.create({ data: { ...own, id: otherId, key: otherId, sealedName, addedById: org.operator.id, addedAt: at } })
  for (const personId of [guestId, otherId]) {
    const id = newId()
    const sealedNote = sealForOrganization(keyring, Buffer.from(`${mark}note`), sealedColumns.rollCallNote, id)
    const said = { personId, marshalId: org.operator.id, nonce: randomUUID(), state: 'SAFE' as const, assemblyPoint: 'x', sealedNote }
    await prisma.rollCallMark.create({ data: { ...own, id, ...said, occurredAt: at, recordedAt: at } })
  }
  await createCorrection(org, visitPassId, null)
  return rollCallId
}

/** A check-in that a person wrote: the guest has left. */
async function createCorrection(org: TestOrganization, visitPassId: string, reconciliationId: string | null): Promise<void> {
  const place = { organizationId: org.id, siteId: org.site.id, gateId: org.gates[0].id, visitPassId, reconciliationId, isCorrection: true }
  const what = { direction: 'EXIT', result: 'ADMITTED', movement: 'OUT', source: 'DESK', forced: true, forcedReason: 'x' } as const
  const scan = { scannerId: org.operator.id, nonce: randomUUID(), codeHash: hashToken('x'), occurredAt: new Date(), recordedAt: new Date() }
  await prisma.checkin.create({ data: { id: newId(), ...place, ...what, ...scan } })
}

/** A count of heads of a zone and of the whole site, for which something was corrected. @returns its id */
export async function createCount(org: TestOrganization, zoneId: string, visitPassId: string): Promise<string> {
  const id = newId()
  const counts = [
    { zoneId: null, counted: 2, ledger: 1 },
    { zoneId, counted: 0, ledger: 1 },
  ]
  const counted = { countedById: org.operator.id, countedAt: new Date(), counts }
  await prisma.reconciliation.create({ data: { id, organizationId: org.id, siteId: org.site.id, ...counted } })
  await createCorrection(org, visitPassId, id)
  return id
}
