import { inviteMailView, type InviteMail, type InviteMailView } from './invite-mail-view'
import { inviteMjml } from './invite-mjml'
import { invitePlainText } from './invite-plain-text'
import { blank, fillMjml } from './mail-form'
import { html, shorten } from './safe-text'

export type { InviteMail } from './invite-mail-view'

/** What of an invite is the same for many guests: kind, language, colour, and which parts there are. The rest are blanks. */
function formOf(view: InviteMailView): { form: InviteMailView; values: string[] } {
  const values: string[] = []
  const put = (text: string): string => blank(values.push(html(text)) - 1)
  const putIf = <T extends string | null>(text: T) => (text ? put(text) : text)
  const { organization, logoUrl, guest, host, place, address, when, inviteUrl, shortCode, bring, repeats } = view
  const form = {
    ...view,
    organization: put(organization),
    logoUrl: putIf(logoUrl),
    guest: put(guest),
    host: put(host),
    place: put(place),
    address: putIf(address),
    when: { ...when, date: put(when.date), time: put(when.time), zone: put(when.zone) },
    inviteUrl: put(inviteUrl),
    shortCode: putIf(shortCode),
    bring: bring.map(put),
    repeats: putIf(repeats),
  }
  return { form, values }
}

/**
 * Writes the invite in the guest's language: subject, HTML and the same in plain text.
 * @throws RangeError for an unknown time zone, TypeError for a link that is none
 */
export async function renderInviteMail(mail: InviteMail): Promise<{ subject: string; html: string; text: string }> {
  const view = inviteMailView(mail)
  const { form, values } = formOf(view)
  return {
    subject: view.texts.about[view.kind].subject(shorten(view.organization, 60), view.when.shortDate, view.when.startTime),
    html: await fillMjml(inviteMjml(form), values),
    text: invitePlainText(view),
  }
}
