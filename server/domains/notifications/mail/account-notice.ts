import type { AccountChange } from '../../../generated/prisma/client'
import { html } from './safe-text'
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

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export async function renderAccountNotice(mail: AccountNoticeMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = NOTICE_TEXTS[mail.locale]
  const moment = new Intl.DateTimeFormat(mail.locale, { dateStyle: 'long', timeStyle: 'long', timeZone: mail.timeZone }).format(mail.at)
  const { default: mjml2html } = await import('mjml')
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(`<bdi>${html(mail.name)}</bdi>`))}${paragraph(html(texts.changes[mail.change]))}
        ${paragraph(html(texts.when(moment)))}${paragraph(html(texts.stranger))}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(texts.button)}</mj-button>
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const lines = [texts.greeting(mail.name), texts.changes[mail.change], texts.when(moment), texts.stranger, `${texts.button}:\n${mail.url}`]
  return { subject: texts.subject, html: page, text: `${lines.join('\n\n')}\n` }
}
