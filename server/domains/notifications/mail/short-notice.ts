import { html } from './safe-text'
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

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

/** Writes a mail that tells a colleague that something waits: subject, HTML and the same in plain text. */
export async function renderShortNotice(
  mail: ShortNotice,
  texts: ShortNoticeTexts,
): Promise<{ subject: string; html: string; text: string }> {
  const typed = (text: string) => `<bdi>${html(text)}</bdi>`
  const { default: mjml2html } = await import('mjml')
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(typed(mail.name)))}${paragraph(texts.text(typed(mail.organization)))}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(texts.button)}</mj-button>
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const lines = [texts.greeting(mail.name), texts.text(mail.organization), `${texts.button}:\n${mail.url}`]
  return { subject: texts.subject, html: page, text: `${lines.join('\n\n')}\n` }
}
