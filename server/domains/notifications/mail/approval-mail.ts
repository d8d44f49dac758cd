import { momentAt, visitTime } from '#shared/visit-time'
import { APPROVAL_TEXTS, type ApprovalMatter } from './approval-texts'
import { words, wordsWith, writeLetter, type Paragraph } from './letter'
import { html, oneLine, shorten, typed } from './safe-text'
import type { MailLocale } from './texts'

/** What a mail about an approval says: when and where, and no guest, but for one who stands at the reception. */
export interface ApprovalMail {
  locale: MailLocale
  matter: ApprovalMatter
  name: string
  hostName: string
  siteName: string
  startsAt: Date
  endsAt: Date
  timeZone: string
  visitCount: number
  url: string
  now: Date
  insteadOf?: string | null
  dueAt?: Date | null
  isAgain?: boolean
  reason?: string | null
  /** Who stands at the reception. */
  guest?: string
}

/** The sentences below the text. */
function linesOf(mail: ApprovalMail): Paragraph[] {
  const { lines } = APPROVAL_TEXTS[mail.locale]
  return [
    mail.visitCount > 1 ? words(lines.others(mail.visitCount)) : null,
    mail.isAgain ? words(lines.again) : null,
    mail.insteadOf ? wordsWith(lines.insteadOf, oneLine(mail.insteadOf)) : null,
    mail.dueAt ? words(lines.until(momentAt(mail.locale, mail.dueAt, mail.now, mail.timeZone))) : null,
    mail.reason ? wordsWith(lines.reason, oneLine(mail.reason)) : null,
  ].filter((line) => line !== null)
}

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export async function renderApprovalMail(mail: ApprovalMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = APPROVAL_TEXTS[mail.locale][mail.matter]
  const { shortDate, time } = visitTime(mail.locale, mail.startsAt, mail.endsAt, mail.timeZone)
  const when = `${shortDate}, ${time}`
  const short = (text: string): string => shorten(oneLine(text), 120)
  const [name, host, site, guest] = [short(mail.name), short(mail.hostName), short(mail.siteName), short(mail.guest ?? '')]
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, name),
    { html: texts.text(typed(host), html(when), typed(site), typed(guest)), text: texts.text(host, when, site, guest) },
    ...linesOf(mail),
    { button: texts.button, url: mail.url },
  ])
  return { subject: texts.subject(when, guest), ...letter }
}
