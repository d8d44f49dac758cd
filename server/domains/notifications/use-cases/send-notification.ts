import { guidanceIn } from '#shared/site-guidance'
import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { newId } from '../../../core/ids'
import { languageOf } from '../../../infra/i18n'
import { env } from '../../../infra/env'
import { sendMail } from '../../../infra/mail'
import type { NotificationStatus } from '../../../generated/prisma/client'
import { describeSeries } from '../../appointments/use-cases/series/describe-series'
import { makeCalendarFile } from '../../appointments/use-cases/make-calendar-file'
import { inviteUrlOf, inviteTokenOf } from '../../credentials/use-cases/invite-links'
import { openInvite, type OpenedInvite } from '../../credentials/use-cases/open-invite.sql'
import { renderInviteMail } from '../mail/invite-mail'
import { oneLine, shorten } from '../mail/safe-text'
import { renderShortNotice } from '../mail/short-notice'
import { STAY_TEXTS } from '../mail/stay-texts'
import type { InviteKind } from '../mail/texts'

/**
 * Sends a guest the invite with its calendar file; who was invited before is told that the visit has changed. Who gets another link
 * or code is told that, also while their pass is suspended: what they have is good for nothing. Who stays on is reminded of it while they do.
 * One message per event: run again it does nothing once the message went out.
 * A crash between the server's "accepted" and our note of it is the one case in which a guest gets it twice.
 * @throws what the mail server answered, after noting it; the job is tried again
 */
export async function sendNotification(
  context: JobContext,
  job: { visitPassId: string; template: 'invite' | 'reissue' | 'new-code' | 'stays' },
): Promise<void> {
  const { db } = systemCtx(context.organizationId)
  const pass = await db.visitPass.findUnique({ where: { id: job.visitPassId }, select: { status: true, presence: true } })
  if (job.template === 'stays') return pass?.presence === 'INSIDE' ? tellGuest(context, job.visitPassId, 'stays') : undefined
  if (job.template !== 'invite' && (pass?.status === 'ACTIVE' || pass?.status === 'SUSPENDED'))
    return tellGuest(context, job.visitPassId, job.template)
  // Withdrawn before the mail went out: nobody is invited to a visit that will not be.
  if (pass?.status !== 'ACTIVE') return
  const before = await db.notification.findFirst({
    where: { visitPassId: job.visitPassId, eventId: { not: context.eventId }, status: 'SENT' },
    select: { id: true },
  })
  await tellGuest(context, job.visitPassId, before ? 'update' : job.template)
}

/** Sends one guest one message about their visit, once per event and kind. @throws what the mail server answered, after noting it */
export async function tellGuest(
  { eventId, organizationId }: JobContext,
  visitPassId: string,
  template: InviteKind | 'stays',
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const where = { eventId_channel_template_visitPassId: { eventId, channel: 'EMAIL' as const, template, visitPassId } }
  const earlier = await ctx.db.notification.findUnique({ where })
  if (earlier?.status === 'SENT' || earlier?.status === 'NO_ADDRESS') return
  const pass = await ctx.db.visitPass.findUnique({ where: { id: visitPassId }, select: { id: true, inviteVersion: true } })
  const invite = pass ? await openInvite(inviteTokenOf(pass)) : null
  if (!pass || !invite) return
  const row = { ...where.eventId_channel_template_visitPassId, organizationId, createdAt: ctx.now() }
  if (!earlier) await ctx.db.notification.createMany({ data: [{ ...row, id: newId(), status: 'QUEUED' }], skipDuplicates: true })

  const open = { eventId, channel: 'EMAIL' as const, template, visitPassId, status: { not: 'SENT' as const } }
  const note = (status: NotificationStatus, errorMessage: string | null) =>
    ctx.db.notification.updateMany({ where: open, data: { status, errorMessage, sentAt: null } })
  if (!invite.guestEmail) {
    await note('NO_ADDRESS', null)
    return
  }
  try {
    const about = { to: invite.guestEmail, inviteUrl: inviteUrlOf(pass) }
    const mail = template === 'stays' ? await stayMail(invite, about) : await inviteMail(ctx, invite, { ...about, kind: template })
    await ctx.transaction(async (tx) => {
      // Whoever is second at this waits for the first, and finds it sent.
      const { count } = await tx.notification.updateMany({ where: open, data: { status: 'SENT', errorMessage: null, sentAt: ctx.now() } })
      if (count === 1) await sendMail(organizationId, mail)
    })
  } catch (error) {
    await note('FAILED', reasonOf(error))
    throw error
  }
}

/** The server's answer without addresses: `551` says enough, and a log of it holds no personal data. */
function reasonOf(error: unknown): string {
  const code =
    error instanceof Error && 'responseCode' in error
      ? error.responseCode
      : error instanceof Error && 'code' in error
        ? error.code
        : 'unknown'
  return `SMTP ${String(code)}`
}

/** A short mail: whoever is about to leave reads no page. */
async function stayMail(invite: OpenedInvite, { to, inviteUrl: url }: { to: string; inviteUrl: string }) {
  const locale = languageOf(invite.locale)
  const place = [invite.site.name, invite.organization.name].map((text) => shorten(oneLine(text), 120)).join(', ')
  const mail = await renderShortNotice({ locale, name: oneLine(invite.visitorName), organization: place, url }, STAY_TEXTS[locale])
  return { to, ...mail, replyTo: { name: invite.hostName, address: invite.hostEmail } }
}

async function inviteMail(ctx: Ctx, invite: OpenedInvite, about: { to: string; kind: InviteKind; inviteUrl: string }) {
  const language = languageOf(invite.locale)
  const { to, kind, inviteUrl } = about
  const series = await describeSeries(ctx, invite.appointmentId)
  const absolute = (path: string | null) => (path ? new URL(path, env.PUBLIC_URL).href : null)
  const { subject, html, text } = await renderInviteMail({
    kind,
    ...(series ? { repeats: series.ahead } : {}),
    locale: language,
    organization: { ...invite.organization, logoUrl: absolute(invite.organization.logoUrl) },
    guestName: invite.visitorName,
    hostName: invite.hostName,
    place: invite.site,
    startsAt: invite.startsAt,
    endsAt: invite.endsAt,
    timeZone: invite.timeZone,
    inviteUrl,
    shortCode: invite.guestAccess === 'LINK' ? invite.shortCode : null,
    instructions: guidanceIn(invite.site, invite.locale !== invite.siteLocale).whatToBring,
  })
  const options = { inviteUrl, language, now: ctx.now(), guestEmail: to }
  return {
    to,
    subject,
    html,
    text,
    replyTo: { name: invite.hostName, address: invite.hostEmail },
    icalEvent: makeCalendarFile(invite, options, series),
  }
}
