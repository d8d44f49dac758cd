import { momentAt, visitTime } from '#shared/visit-time'
import { APPROVAL_TEXTS, type ApprovalMatter } from './approval-texts'
import { html, oneLine, shorten } from './safe-text'
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

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

/** The sentences below the text, each with what somebody typed apart. */
function linesOf(mail: ApprovalMail, typed: (text: string) => string): string[] {
  const { lines } = APPROVAL_TEXTS[mail.locale]
  return [
    mail.visitCount > 1 ? lines.others(mail.visitCount) : null,
    mail.isAgain ? lines.again : null,
    mail.insteadOf ? lines.insteadOf(typed(oneLine(mail.insteadOf))) : null,
    mail.dueAt ? lines.until(momentAt(mail.locale, mail.dueAt, mail.now, mail.timeZone)) : null,
    mail.reason ? lines.reason(typed(oneLine(mail.reason))) : null,
  ].filter((line) => line !== null)
}

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export async function renderApprovalMail(mail: ApprovalMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = APPROVAL_TEXTS[mail.locale][mail.matter]
  const { shortDate, time } = visitTime(mail.locale, mail.startsAt, mail.endsAt, mail.timeZone)
  const when = `${shortDate}, ${time}`
  const typed = (text: string) => `<bdi>${html(text)}</bdi>`
  const short = (text: string): string => shorten(oneLine(text), 120)
  const [name, host, site, guest] = [short(mail.name), short(mail.hostName), short(mail.siteName), short(mail.guest ?? '')]
  const { default: mjml2html } = await import('mjml')
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(typed(name)))}${paragraph(texts.text(typed(host), html(when), typed(site), typed(guest)))}
        ${linesOf(mail, typed).map(paragraph).join('')}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(texts.button)}</mj-button>
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const plain = [
    texts.greeting(name),
    texts.text(host, when, site, guest),
    ...linesOf(mail, (text) => text),
    `${texts.button}:\n${mail.url}`,
  ]
  return { subject: texts.subject(when, guest), html: page, text: `${plain.join('\n\n')}\n` }
}
