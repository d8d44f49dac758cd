import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { ableMember } from '../../../core/members'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import { env } from '../../../infra/env'
import { languageOf } from '../../../infra/i18n'
import { keyringOf } from '../../../infra/keyring'
import { sendMail } from '../../../infra/mail'
import { DELIVERY_TEXTS } from '../mail/delivery-texts'
import { oneLine, shorten } from '../mail/safe-text'
import { renderShortNotice } from '../mail/short-notice'

/**
 * Tells somebody of a parcel that waits for them, or reminds them of it. Run again it does nothing once the mail went out, run twice at once
 * the second waits for the first; of one that was handed over nobody is told.
 * @param reminder which one; 0 for the first mail
 * @throws what the mail server answered; the job is tried again
 */
export async function sendDeliveryNotice(
  { organizationId }: JobContext,
  { deliveryId: id, reminder }: { deliveryId: string; reminder: number },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const delivery = await ctx.db.delivery.findUnique({
    where: { id },
    select: { status: true, told: true, sealedSender: true, site: { select: { name: true } }, host: { select: { userId: true } } },
  })
  if (!delivery || delivery.status !== 'WAITING' || delivery.told > reminder) return
  const reader = await ctx.db.membership.findFirst({
    where: { userId: delivery.host.userId, ...ableMember },
    select: { name: true, user: { select: { email: true, locale: true } } },
  })
  if (!reader) return
  const locale = languageOf(reader.user.locale)
  const keyring = await keyringOf(organizationId)
  const sender = openForOrganization(keyring, delivery.sealedSender, sealedColumns.deliverySender, id).toString()
  const parcel = [sender, delivery.site.name].map((text) => shorten(oneLine(text), 120)).join(', ')
  const url = new URL('/host/deliveries', env.PUBLIC_URL).href
  const about = { locale, name: oneLine(reader.name), organization: parcel, url }
  const mail = await renderShortNotice(about, DELIVERY_TEXTS[locale][reminder > 0 ? 'WAITS' : 'CAME'])
  await ctx.transaction(async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: { id, status: 'WAITING', told: { lte: reminder } },
      data: { told: reminder + 1 },
    })
    if (count === 1) await sendMail(organizationId, { to: reader.user.email, ...mail })
  })
}
