import { visitTime } from '#shared/visit-time'
import { HOST_NOTICE_TEXTS, type HostNoticeAbout, type HostNoticeReason } from './host-notice-texts'
import { words, wordsWith, writeLetter } from './letter'
import { shorten } from './safe-text'
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
  const letter = await writeLetter(mail.locale, [
    wordsWith(texts.greeting, mail.name),
    wordsWith((typedGuests) => about.text(typedGuests, late), guests),
    words(when),
    ...(why === null ? [] : [words(why)]),
    { button, url: mail.url },
    words(texts.choose),
  ])
  return { subject: about.subject(guests), ...letter }
}
