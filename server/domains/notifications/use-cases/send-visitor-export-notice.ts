import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { prisma } from '../../../infra/db'
import { env } from '../../../infra/env'
import { languageOf } from '../../../infra/i18n'
import { sendMail } from '../../../infra/mail'
import { renderExportNotice } from '../mail/export-notice'

/**
 * Mails a person that a file of many visitors waits for them, or what became of it: no visitor and no reason stands in it. Run again
 * it does nothing once the mail went out, run twice at once the second waits for the first.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendVisitorExportNotice(
  { organizationId }: JobContext,
  { visitorExportNoticeId: id }: { visitorExportNoticeId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const notice = await ctx.db.visitorExportNotice.findUnique({ where: { id } })
  if (!notice || notice.sentAt) return
  const reader = await ctx.db.membership.findFirst({
    where: { userId: notice.userId },
    select: { name: true, user: { select: { email: true, locale: true } } },
  })
  if (!reader) return
  const { name } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { name: true } })
  const mail = await renderExportNotice({
    locale: languageOf(reader.user.locale),
    about: notice.about,
    name: reader.name,
    organization: name,
    url: new URL('/admin/privacy', env.PUBLIC_URL).href,
  })
  await ctx.transaction(async (tx) => {
    const { count } = await tx.visitorExportNotice.updateMany({ where: { id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: reader.user.email, ...mail })
  })
}
