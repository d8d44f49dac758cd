import { GUEST_CODE_TEXTS } from './guest-code-texts'
import { words, wordsWith, writeLetter } from './letter'
import { oneLine, shorten } from './safe-text'
import type { MailLocale } from './texts'

/** What a mail with a guest's code says. */
export interface GuestCodeMail {
  locale: MailLocale
  name: string
  organization: string
  /** What the code opens: the pass, or what is held of the guest. */
  purpose: 'pass' | 'data'
  /** Six digits. */
  code: string
  url: string
  expiresAt: Date
  timeZone: string
}

/** Writes the mail with a guest's code in their language: subject, HTML and the same in plain text. */
export async function renderGuestCodeMail(mail: GuestCodeMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = { ...GUEST_CODE_TEXTS[mail.locale], ...GUEST_CODE_TEXTS[mail.locale][mail.purpose] }
  const clock = new Intl.DateTimeFormat(mail.locale, { timeStyle: 'long', timeZone: mail.timeZone })
  const [moment, name, organization] = [clock.format(mail.expiresAt), oneLine(mail.name), oneLine(mail.organization)]
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, name),
    wordsWith(texts.text, organization),
    { code: mail.code },
    words(texts.link),
    { button: texts.button, url: mail.url },
    words(texts.until(moment)),
    words(texts.ignore),
  ])
  return { subject: texts.subject(shorten(organization, 60)), ...letter }
}
