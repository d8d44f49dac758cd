import { audit } from '../../../server/core/audit'
import { newId } from '../../../server/core/ids'
import { sealAuditRows } from '../../../server/domains/audit/use-cases/seal-audit-rows'
import { writeCheckpoints } from '../../../server/domains/audit/use-cases/write-checkpoints'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asSecurityOfficer } from '../../setup/principals'

/** Writes audit rows one after another, each in a transaction of its own. */
export async function record(org: TestOrganization, count: number): Promise<void> {
  const ctx = asSecurityOfficer(org)
  for (let index = 0; index < count; index++)
    await ctx.transaction((tx) =>
      audit(
        ctx,
        tx,
        'scan.override',
        { type: 'VisitPass', id: newId() },
        { reason: `Reason ${index}`, zeal: index, area: { b: 1, a: null } },
      ),
    )
}

/** The seals of an organization in their order. */
export const sealsOf = (org: TestOrganization) => prisma.auditSeal.findMany({ where: { chain: org.id }, orderBy: { sequence: 'asc' } })

/** An organization whose rows are sealed and attested by a checkpoint after each two. */
export async function attestedChain(pairs: number): Promise<TestOrganization> {
  const org = await createOrganization()
  for (let pair = 0; pair < pairs; pair++) {
    await record(org, 2)
    await sealAuditRows()
    await writeCheckpoints()
  }
  return org
}
