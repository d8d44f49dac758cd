import type { JobContext } from '../../../core/handlers'
import { systemCtx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { languageOf } from '../../../infra/i18n'
import { sendMail } from '../../../infra/mail'
import { accountLinkUrl, isUsable } from '../../security/use-cases/account-links'
import { renderAccountMail } from '../mail/account-mail'

/**
 * Mails a one-time link to its person. Run again it does nothing once the mail went out, run twice at once the second waits for
 * the first; a link that was used or withdrawn meanwhile is not sent.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendAccountLink({ organizationId }: JobContext, { accountLinkId }: { accountLinkId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const link = await ctx.db.accountLink.findUnique({ where: { id: accountLinkId }, include: { user: true } })
  if (!link || link.sentAt || !isUsable(link, ctx.now())) return
  const [organization, member] = await Promise.all([
    prisma.organization.findUniqueOrThrow({ where: { id: organizationId } }),
    ctx.db.membership.findFirst({ where: { userId: link.userId } }),
  ])
  const mail = await renderAccountMail({
    locale: languageOf(link.user.locale),
    purpose: link.purpose,
    name: member?.name ?? link.user.name,
    organization: organization.name,
    url: accountLinkUrl(link.id),
    expiresAt: link.expiresAt,
    timeZone: organization.timeZone,
  })
  await ctx.transaction(async (tx) => {
    const { count } = await tx.accountLink.updateMany({ where: { id: link.id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: link.user.email, ...mail })
  })
}
