import type { JobContext } from '../../../core/handlers'
import { systemCtx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { env } from '../../../infra/env'
import { languageOf } from '../../../infra/i18n'
import { sendMail } from '../../../infra/mail'
import { renderAccountNotice } from '../mail/account-notice'

/**
 * Mails a person what was changed about signing in to their account. Run again it does nothing once the mail went out,
 * run twice at once the second waits for the first.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendAccountNotice({ organizationId }: JobContext, { accountNoticeId }: { accountNoticeId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const notice = await ctx.db.accountNotice.findUnique({ where: { id: accountNoticeId }, include: { user: true } })
  if (!notice || notice.sentAt) return
  const { timeZone } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } })
  const mail = await renderAccountNotice({
    locale: languageOf(notice.user.locale),
    change: notice.change,
    name: notice.user.name,
    at: notice.createdAt,
    timeZone,
    url: new URL('/account/security', env.PUBLIC_URL).href,
  })
  await ctx.transaction(async (tx) => {
    const { count } = await tx.accountNotice.updateMany({ where: { id: notice.id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: notice.user.email, ...mail })
  })
}
