import { ACCOUNT_TEXTS } from './account-texts'
import { html, shorten } from './safe-text'
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

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

/** Writes the mail with a one-time link in the reader's language: subject, HTML and the same in plain text. */
export async function renderAccountMail(mail: AccountMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = ACCOUNT_TEXTS[mail.locale][mail.purpose]
  const moment = new Intl.DateTimeFormat(mail.locale, { dateStyle: 'long', timeStyle: 'long', timeZone: mail.timeZone }).format(
    mail.expiresAt,
  )
  const organization = shorten(mail.organization, 60)
  const { default: mjml2html } = await import('mjml')
  const typed = (text: string) => `<bdi>${html(text)}</bdi>`
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(typed(mail.name)))}${paragraph(texts.text(typed(mail.organization)))}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(texts.button)}</mj-button>
        ${paragraph(html(texts.until(moment)))}${paragraph(html(texts.ignore))}
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const text = [
    texts.greeting(mail.name),
    '',
    texts.text(mail.organization),
    '',
    `${texts.button}:`,
    mail.url,
    '',
    texts.until(moment),
    '',
    texts.ignore,
    '',
  ].join('\n')
  return { subject: texts.subject(organization), html: page, text }
}
