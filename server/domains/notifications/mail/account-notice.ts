import type { AccountChange } from '../../../generated/prisma/client'
import { words, wordsWith, writeLetter } from './letter'
import { NOTICE_TEXTS } from './notice-texts'
import type { MailLocale } from './texts'

/** What a mail about a change to an account says. */
export interface AccountNoticeMail {
  locale: MailLocale
  change: AccountChange
  name: string
  at: Date
  timeZone: string
  url: string
}

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export async function renderAccountNotice(mail: AccountNoticeMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = NOTICE_TEXTS[mail.locale]
  const moment = new Intl.DateTimeFormat(mail.locale, { dateStyle: 'long', timeStyle: 'long', timeZone: mail.timeZone }).format(mail.at)
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, mail.name),
    ...[texts.changes[mail.change], texts.when(moment), texts.stranger].map(words),
    { button: texts.button, url: mail.url },
  ])
  return { subject: texts.subject, ...letter }
}
