import { GUEST_CODE_TEXTS } from './guest-code-texts'
import { html, oneLine, shorten } from './safe-text'
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

const paragraph = (text: string, more = ''): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px" ${more}>${text}</mj-text>`

/** Writes the mail with a guest's code in their language: subject, HTML and the same in plain text. */
export async function renderGuestCodeMail(mail: GuestCodeMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = { ...GUEST_CODE_TEXTS[mail.locale], ...GUEST_CODE_TEXTS[mail.locale][mail.purpose] }
  const clock = new Intl.DateTimeFormat(mail.locale, { timeStyle: 'long', timeZone: mail.timeZone })
  const [moment, name, organization] = [clock.format(mail.expiresAt), oneLine(mail.name), oneLine(mail.organization)]
  const typed = (text: string) => `<bdi>${html(text)}</bdi>`
  const { default: mjml2html } = await import('mjml')
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(typed(name)))}${paragraph(texts.text(typed(organization)))}
        <mj-text font-family="ui-monospace, Menlo, Consolas, monospace" font-size="34px" line-height="48px" font-weight="700"
          letter-spacing="6px" color="#1a2230" padding="0 0 16px">${html(mail.code)}</mj-text>
        ${paragraph(html(texts.link))}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(texts.button)}</mj-button>
        ${paragraph(html(texts.until(moment)))}${paragraph(html(texts.ignore))}
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const lines = [texts.greeting(name), texts.text(organization), mail.code, `${texts.link}\n${mail.url}`, texts.until(moment), texts.ignore]
  return { subject: texts.subject(shorten(organization, 60)), html: page, text: `${lines.join('\n\n')}\n` }
}
