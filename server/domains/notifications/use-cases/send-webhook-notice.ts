import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import { encodeGlobalId } from '../../../graphql/global-id'
import { env } from '../../../infra/env'
import { keyringOf } from '../../../infra/keyring'
import { sendMail } from '../../../infra/mail'
import { renderShortNotice } from '../mail/short-notice'
import { shortNoticeReader } from '../mail/short-notice-reader'
import { webhookNoticeTexts } from '../mail/webhook-notice-texts'

/**
 * Mails a person that an endpoint of webhooks fails or was disabled. Run again it does nothing once the mail went out, run twice at once the
 * second waits for the first; of an endpoint that was deleted meanwhile nobody is told.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendWebhookNotice(
  { organizationId }: JobContext,
  { webhookNoticeId: id }: { webhookNoticeId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const notice = await ctx.db.webhookNotice.findUnique({ where: { id }, include: { endpoint: true } })
  if (!notice || notice.sentAt || notice.endpoint.deletedAt) return
  const reader = await shortNoticeReader(ctx, organizationId, notice.userId)
  if (!reader) return
  const { email, organization, ...about } = reader
  const { endpoint } = notice
  const address = openForOrganization(await keyringOf(organizationId), endpoint.sealedUrl, sealedColumns.webhookUrl, endpoint.id)
  const url = new URL(`/devconsole/webhooks/${encodeGlobalId('WebhookEndpoint', endpoint.id)}`, env.PUBLIC_URL).href
  const place = `${organization}, ${new URL(address.toString()).host}`
  const mail = await renderShortNotice({ ...about, organization: place, url }, webhookNoticeTexts[about.locale][notice.matter])
  await ctx.transaction(async (tx) => {
    const { count } = await tx.webhookNotice.updateMany({ where: { id, sentAt: null }, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to: email, ...mail })
  })
}
