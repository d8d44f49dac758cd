import { inviteMailView, type InviteMail } from './invite-mail-view'
import { inviteMjml } from './invite-mjml'
import { invitePlainText } from './invite-plain-text'
import { shorten } from './safe-text'

export type { InviteMail } from './invite-mail-view'

/**
 * Writes the invite in the guest's language: subject, HTML and the same in plain text.
 * @throws RangeError for an unknown time zone, TypeError for a link that is none
 */
export async function renderInviteMail(mail: InviteMail): Promise<{ subject: string; html: string; text: string }> {
  const view = inviteMailView(mail)
  // MJML is heavy and only the worker writes mails: whoever merely imports this file does not pay for it.
  const { default: mjml2html } = await import('mjml')
  const { html } = await mjml2html(inviteMjml(view), { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} })
  return {
    subject: view.texts.about[view.kind].subject(shorten(view.organization, 60), view.when.shortDate, view.when.startTime),
    html,
    text: invitePlainText(view),
  }
}
