import type { VisitorFileKind } from '#shared/visitor-files'
import { systemCtx } from '../../../core/ctx'
import { eachOf } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { filePolicyOf, type FileRules } from './file-policy'
import { dropRemovedFiles } from './remove-files'

const day = 86_400_000

/** Which rule says how long files of a kind are kept. */
const ruleOf = {
  PHOTO: 'photoDays',
  IDENTITY_DOCUMENT: 'identityDays',
  INSURANCE: 'insuranceDays',
  OTHER: 'otherDays',
} as const satisfies Record<VisitorFileKind, keyof FileRules>

/** What is told of a file that was rejected goes a month later: nobody has sent another one. */
const rejectedDays = 30

/** Removes files whose person has had no visit for as long as the organization keeps files of their kind. @returns how many */
export async function purgeVisitorFiles(now = new Date()): Promise<number> {
  const organizations = await prisma.visitorFile.groupBy({ by: ['organizationId'], where: { removedAt: null } })
  const ends = organizations.map(
    ({ organizationId }) =>
      () =>
        endOf(organizationId, now),
  )
  return eachOf([...ends, dropAll])
}

/** Ends what one organization keeps no longer. @returns how many files */
async function endOf(organizationId: string, now: Date): Promise<number> {
  const { db } = systemCtx(organizationId)
  const rules = await filePolicyOf({ db })
  const before = (days: number) => new Date(now.getTime() - days * day)
  const remove = { removedAt: now }
  let count = 0
  for (const [kind, rule] of Object.entries(ruleOf) as [VisitorFileKind, (typeof ruleOf)[VisitorFileKind]][]) {
    const days = rules[rule]
    if (days === null) continue
    const away = { createdAt: { lt: before(days) }, visitor: { visitPasses: { none: { validTo: { gte: before(days) } } } } }
    count += (await db.visitorFile.updateMany({ where: { kind, removedAt: null, ...away }, data: remove })).count
  }
  const rejected = { status: 'REJECTED' as const, settledAt: { lt: before(rejectedDays) }, removedAt: null }
  await db.visitorFile.updateMany({ where: rejected, data: remove })
  return count
}

async function dropAll(): Promise<0> {
  while ((await dropRemovedFiles()) > 0) continue
  return 0
}
