import { audit } from '../../../../core/audit'
import { systemCtx } from '../../../../core/ctx'
import { prisma } from '../../../../infra/db'
import { forgetKeyring, newOrganizationKey } from '../../../../infra/keyring'
import { oldKeyIsKept } from './move-to-newest-key'

/** What came of asking for a new key: it was made, an earlier change is not a day old yet, or there is no key to replace. */
export type Replacement = 'MADE' | 'UNDER_WAY' | 'NO_KEY'

/**
 * Gives an organization a new `DATA` key. Nothing moves by that: {@link moveToNewestKey} does it. Of several simultaneous calls one makes it.
 */
export async function replaceOrganizationKey(organizationId: string, now = new Date()): Promise<Replacement> {
  const keys = await prisma.organizationKey.findMany({
    where: { organizationId, purpose: 'DATA' },
    orderBy: { version: 'desc' },
    select: { version: true, createdAt: true },
  })
  const [newest] = keys
  if (!newest) return 'NO_KEY'
  if (keys.length > 1 && now.getTime() - newest.createdAt.getTime() < oldKeyIsKept) return 'UNDER_WAY'
  const key = newOrganizationKey(organizationId, 'DATA', newest.version + 1, now)
  const made = await prisma.$transaction(async (tx) => {
    const { count } = await tx.organizationKey.createMany({ data: [key], skipDuplicates: true })
    if (count === 0) return false
    await audit(
      systemCtx(organizationId),
      tx,
      'organization_key.replace',
      { type: 'OrganizationKey', id: key.id },
      { version: key.version },
    )
    return true
  })
  forgetKeyring(organizationId)
  return made ? 'MADE' : 'UNDER_WAY'
}
