import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { encodeGlobalId } from '../../../graphql/global-id'
import { env } from '../../../infra/env'
import { sendMail } from '../../../infra/mail'
import { conflictNoticeTexts } from '../mail/conflict-notice-texts'
import { renderShortNotice } from '../mail/short-notice'
import { shortNoticeReader } from '../mail/short-notice-reader'

/**
 * Mails a person that scans of a site contradict each other: nobody is named. Run again it does nothing once the mail went out, run twice at
 * once the second waits for the first.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendConflictNotice(
  { organizationId }: JobContext,
  { conflictNoticeId: id }: { conflictNoticeId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const notice = await ctx.db.conflictNotice.findUnique({ where: { id }, include: { site: { select: { name: true } } } })
  if (!notice || notice.sentAt) return
  const reader = await shortNoticeReader(ctx, organizationId, notice.userId)
  if (!reader) return
  const { email, organization, ...about } = reader
  const url = new URL(`/admin/live?site=${encodeGlobalId('Site', notice.siteId)}`, env.PUBLIC_URL).href
  const mail = await renderShortNotice(
    { ...about, organization: `${organization}, ${notice.site.name}`, url },
    conflictNoticeTexts[about.locale],
  )
  await ctx.transaction(async (tx) => {
    const { count } = await tx.conflictNotice.updateMany({ where: { id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: email, ...mail })
  })
}
