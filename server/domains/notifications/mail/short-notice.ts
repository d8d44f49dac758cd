import { wordsWith, writeLetter } from './letter'
import type { MailLocale } from './texts'

/** The wordings of a mail that tells a colleague that something waits; without characters that HTML would escape. */
export interface ShortNoticeTexts {
  subject: string
  greeting: (name: string) => string
  text: (organization: string) => string
  button: string
}

/** To whom it goes, of which organization it speaks, and where the button leads. */
export interface ShortNotice {
  locale: MailLocale
  name: string
  organization: string
  url: string
}

/** Writes a mail that tells a colleague that something waits: subject, HTML and the same in plain text. */
export async function renderShortNotice(
  mail: ShortNotice,
  texts: ShortNoticeTexts,
): Promise<{ subject: string; html: string; text: string }> {
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, mail.name),
    wordsWith(texts.text, mail.organization),
    { button: texts.button, url: mail.url },
  ])
  return { subject: texts.subject, ...letter }
}
