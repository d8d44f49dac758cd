import { ACCOUNT_TEXTS } from './account-texts'
import { words, wordsWith, writeLetter } from './letter'
import { shorten } from './safe-text'
import type { MailLocale } from './texts'

/** What a mail about an account says. */
export interface AccountMail {
  locale: MailLocale
  purpose: 'INVITATION' | 'PASSWORD_RESET'
  name: string
  organization: string
  url: string
  expiresAt: Date
  timeZone: string
}

/** Writes the mail with a one-time link in the reader's language: subject, HTML and the same in plain text. */
export async function renderAccountMail(mail: AccountMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = ACCOUNT_TEXTS[mail.locale][mail.purpose]
  const moment = new Intl.DateTimeFormat(mail.locale, { dateStyle: 'long', timeStyle: 'long', timeZone: mail.timeZone }).format(
    mail.expiresAt,
  )
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, mail.name),
    wordsWith(texts.text, mail.organization),
    { button: texts.button, url: mail.url },
    words(texts.until(moment)),
    words(texts.ignore),
  ])
  return { subject: texts.subject(shorten(mail.organization, 60)), ...letter }
}
