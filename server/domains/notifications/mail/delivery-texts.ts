import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

/** The wordings of mails about a parcel at the reception, the first and reminders; what they name is the parcel and where it is. */
export const DELIVERY_TEXTS: Record<MailLocale, Record<'CAME' | 'WAITS', ShortNoticeTexts>> = {
  ru: {
    CAME: {
      subject: 'Для вас посылка на ресепшене',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (parcel) => `Для вас пришла посылка: ${parcel}. Её можно забрать на ресепшене.`,
      button: 'Мои посылки',
    },
    WAITS: {
      subject: 'Посылка всё ещё ждёт вас на ресепшене',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (parcel) => `Посылку пока никто не забрал: ${parcel}. Она на ресепшене.`,
      button: 'Мои посылки',
    },
  },
  en: {
    CAME: {
      subject: 'A parcel for you at the reception',
      greeting: (name) => `Hello ${name},`,
      text: (parcel) => `A parcel has come for you: ${parcel}. It waits at the reception.`,
      button: 'My parcels',
    },
    WAITS: {
      subject: 'Your parcel still waits at the reception',
      greeting: (name) => `Hello ${name},`,
      text: (parcel) => `Nobody has come for your parcel yet: ${parcel}. It is at the reception.`,
      button: 'My parcels',
    },
  },
}
