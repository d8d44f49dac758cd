import { newId } from '../../../server/core/ids'
import { sealedColumns, sealForOrganization } from '../../../server/core/organization-seal'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

/** A roll call of the past, to which a marshal added somebody. */
async function oldRollCall(org: TestOrganization, startedAt: Date, endedAt: Date | null): Promise<void> {
  const [id, personId] = [newId(), newId()]
  const row = { id, organizationId: org.id, siteId: org.site.id, kind: 'DRILL' as const, startedById: org.host.user.id }
  await prisma.rollCall.create({
    data: { ...row, openKey: endedAt ? null : `${org.site.id}:DRILL:${id}`.slice(0, 64), startedAt, endedAt },
  })
  const sealedName = sealForOrganization(await keyringOf(org.id), Buffer.from('Anna'), sealedColumns.rollCallName, personId)
  const person = { id: personId, key: personId, organizationId: org.id, rollCallId: id, sealedName, addedAt: startedAt }
  await prisma.rollCallPerson.create({ data: person })
}

/** Leaves something to do for each task of the schedule about roll calls. */
export const rollCallLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'end roll calls that nobody has ended within a day': () => oldRollCall(org, daysAgo(2), null),
  'forget what marshals wrote after three months': () => oldRollCall(org, daysAgo(100), daysAgo(99)),
})
