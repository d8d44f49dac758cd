import { blank, fillMjml } from './mail-form'
import { html, typed } from './safe-text'
import type { MailLocale } from './texts'

/** One paragraph of a letter, for each of its two forms. */
export interface Paragraph {
  /** HTML: what people typed in it is escaped. */
  html: string
  text: string
}

/** A part of a letter: a paragraph, a code to be typed, or where to go. */
export type LetterPart = Paragraph | { code: string } | { button: string; url: string }

/** A paragraph of the product's own words. */
export const words = (text: string): Paragraph => ({ html: html(text), text })

/** A paragraph of which parts were typed by people; its own words hold nothing that HTML would escape. */
export const wordsWith = <T extends string[]>(sentence: (...values: T) => string, ...values: T): Paragraph => ({
  html: sentence(...(values.map(typed) as T)),
  text: sentence(...values),
})

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

const code = (text: string): string =>
  `<mj-text font-family="ui-monospace, Menlo, Consolas, monospace" font-size="34px" line-height="48px" font-weight="700"
    letter-spacing="6px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

const button = (text: string, url: string): string =>
  `<mj-button href="${url}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
    inner-padding="16px 28px" padding="0 0 16px" align="left">${text}</mj-button>`

/** A letter in its two forms: of parts on white paper, and the same in plain text. */
export async function writeLetter(locale: MailLocale, parts: readonly LetterPart[]): Promise<{ html: string; text: string }> {
  const values: string[] = []
  const put = (value: string): string => blank(values.push(value) - 1)
  const formOf = (part: LetterPart): string => {
    if ('code' in part) return code(put(html(part.code)))
    return 'button' in part ? button(put(html(part.button)), put(html(part.url))) : paragraph(put(part.html))
  }
  const textOf = (part: LetterPart): string => {
    if ('code' in part) return part.code
    return 'button' in part ? `${part.button}:\n${part.url}` : part.text
  }
  const page = await fillMjml(
    `<mjml lang="${locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>${parts.map(formOf).join('')}</mj-column></mj-section>
    </mj-body></mjml>`,
    values,
  )
  return { html: page, text: `${parts.map(textOf).join('\n\n')}\n` }
}
