import { visitTime } from '#shared/visit-time'
import { HOST_NOTICE_TEXTS, type HostNoticeAbout, type HostNoticeReason } from './host-notice-texts'
import { html, shorten } from './safe-text'
import type { MailLocale } from './texts'

/** What a mail to somebody who receives guests says. */
export interface HostNoticeMail {
  locale: MailLocale
  about: HostNoticeAbout
  /** The reader. */
  name: string
  /** Guests it is about; of more than three there are others. */
  guests: string[]
  lateMinutes: number | null
  because: HostNoticeReason
  /** Whose visit it is, where it is not the reader’s. */
  onBehalfOf: string
  place: string
  startsAt: Date
  endsAt: Date
  timeZone: string
  url: string
}

const mostNamed = 3

const paragraph = (text: string): string =>
  `<mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0 0 16px">${text}</mj-text>`

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export async function renderHostNotice(mail: HostNoticeMail): Promise<{ subject: string; html: string; text: string }> {
  const texts = HOST_NOTICE_TEXTS[mail.locale]
  const about = texts.about[mail.about]
  const named = mail.guests.slice(0, mostNamed).map((name) => shorten(name, 60))
  const guests = named.length === 0 ? texts.guest : [...named, ...(mail.guests.length > mostNamed ? [texts.others] : [])].join(', ')
  const { date, time, zone } = visitTime(mail.locale, mail.startsAt, mail.endsAt, mail.timeZone)
  const button = mail.about === 'GUEST_STAYS' ? texts.leftButton : texts.button
  const when = texts.when(`${date}, ${time} (${zone})`, mail.place)
  const late = mail.lateMinutes ?? 0
  const why = mail.because === 'HOST' ? null : texts.because[mail.because](mail.onBehalfOf)
  const { default: mjml2html } = await import('mjml')
  const typed = (text: string) => `<bdi>${html(text)}</bdi>`
  const { html: page } = await mjml2html(
    `<mjml lang="${mail.locale}"><mj-body width="600px" background-color="#eef1f5">
      <mj-section background-color="#ffffff" padding="32px"><mj-column>
        ${paragraph(texts.greeting(typed(mail.name)))}${paragraph(about.text(typed(guests), late))}
        ${paragraph(html(when))}${why === null ? '' : paragraph(html(why))}
        <mj-button href="${html(mail.url)}" background-color="#1d4ed8" color="#ffffff" font-size="17px" border-radius="8px"
          inner-padding="16px 28px" padding="0 0 16px" align="left">${html(button)}</mj-button>
        ${paragraph(html(texts.choose))}
      </mj-column></mj-section></mj-body></mjml>`,
    { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} },
  )
  const lines = [texts.greeting(mail.name), about.text(guests, late), when, why, `${button}:\n${mail.url}`, texts.choose]
  return { subject: about.subject(guests), html: page, text: `${lines.filter((line) => line !== null).join('\n\n')}\n` }
}
