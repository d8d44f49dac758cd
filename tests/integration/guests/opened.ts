import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { openInvite, type OpenedInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** A guest, as use-cases know them. */
export const asGuest = (org: TestOrganization, now?: () => Date): Ctx =>
  createCtx({ ...anonymous, organizationId: org.id }, { language: 'en', ...(now ? { now } : {}) })

/** The invite of a pass as it is now. */
export async function openedInvite(passId: string): Promise<OpenedInvite> {
  const invite = await openInvite(inviteTokenOf(await prisma.visitPass.findUniqueOrThrow({ where: { id: passId } })))
  if (!invite) throw new Error('The invite does not open')
  return invite
}
