import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { languageOf } from '../../../infra/i18n'
import { sendMail } from '../../../infra/mail'
import { secretsOf } from '../../credentials/use-cases/guest-codes'
import { inviteTokenOf, inviteUrlOf } from '../../credentials/use-cases/invite-links'
import { openInvite } from '../../credentials/use-cases/open-invite.sql'
import { renderGuestCodeMail } from '../mail/guest-code-mail'

/**
 * Mails a guest the code and the link that show who they are. Run again it does nothing once the mail went out, run twice at once
 * the second waits for the first; a challenge that ended or was replaced meanwhile is not sent.
 * @throws what the mail server answered; the job is tried again
 */
export async function sendGuestCode({ organizationId }: JobContext, { guestChallengeId }: { guestChallengeId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const waiting = { id: guestChallengeId, sentAt: null, closedAt: null, expiresAt: { gt: ctx.now() } }
  const challenge = await ctx.db.guestChallenge.findFirst({
    where: waiting,
    select: { expiresAt: true, visitPass: { select: { id: true, inviteVersion: true } } },
  })
  const invite = challenge && (await openInvite(inviteTokenOf(challenge.visitPass)))
  if (!challenge || !invite?.guestEmail) return
  const { code, key } = secretsOf(guestChallengeId)
  const mail = await renderGuestCodeMail({
    locale: languageOf(invite.locale),
    name: invite.visitorName,
    organization: invite.organization.name,
    code,
    // Where the link alone shows the pass a code is asked for on one page only.
    purpose: invite.guestAccess === 'LINK' ? 'data' : 'pass',
    url: `${inviteUrlOf(challenge.visitPass)}${invite.guestAccess === 'LINK' ? '/privacy' : ''}?key=${key}`,
    expiresAt: challenge.expiresAt,
    timeZone: invite.timeZone,
  })
  const to = invite.guestEmail
  await ctx.transaction(async (tx) => {
    const { count } = await tx.guestChallenge.updateMany({ where: waiting, data: { sentAt: ctx.now() } })
    if (count === 1) await sendMail(organizationId, { to, ...mail })
  })
}
