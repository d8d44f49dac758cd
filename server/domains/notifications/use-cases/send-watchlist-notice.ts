import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { env } from '../../../infra/env'
import { sendMail } from '../../../infra/mail'
import { renderShortNotice } from '../mail/short-notice'
import { shortNoticeReader } from '../mail/short-notice-reader'
import { WATCHLIST_NOTICE_TEXTS } from '../mail/watchlist-notice-texts'

/**
 * Mails a person that something of the watchlist waits for them: nobody is named in it. Run again it does nothing once the mail went
 * out, run twice at once the second waits for the first.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendWatchlistNotice(
  { organizationId }: JobContext,
  { watchlistNoticeId: id }: { watchlistNoticeId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const notice = await ctx.db.watchlistNotice.findUnique({ where: { id } })
  if (!notice || notice.sentAt) return
  const reader = await shortNoticeReader(ctx, organizationId, notice.userId)
  if (!reader) return
  const { email, ...about } = reader
  const url = new URL('/admin/watchlist', env.PUBLIC_URL).href
  const mail = await renderShortNotice({ ...about, url }, WATCHLIST_NOTICE_TEXTS[about.locale][notice.about])
  await ctx.transaction(async (tx) => {
    const { count } = await tx.watchlistNotice.updateMany({ where: { id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: email, ...mail })
  })
}
