import type { MailLocale } from './texts'

/** What somebody who receives guests is told. */
export type HostNoticeAbout =
  | 'CONFIRMED'
  | 'DECLINED'
  | 'GUEST_LATE'
  | 'GUEST_HERE'
  | 'CHECKED_IN'
  | 'GUEST_STAYS'
  | 'BOOKED'
  | 'CHANGED'
  | 'CANCELED'

/** Why somebody is told. */
export type HostNoticeReason = 'HOST' | 'CO_HOST' | 'DEPUTY' | 'DELEGATE'

/** Every wording of these mails; without characters that HTML would escape. */
interface HostNoticeTexts {
  about: Record<HostNoticeAbout, { subject: (guests: string) => string; text: (guests: string, lateMinutes: number) => string }>
  because: Record<Exclude<HostNoticeReason, 'HOST'>, (host: string) => string>
  greeting: (name: string) => string
  guest: string
  others: string
  when: (time: string, place: string) => string
  button: string
  /** The button of a mail of a guest who stays on. */
  leftButton: string
  choose: string
}

/** The wordings by language. */
export const HOST_NOTICE_TEXTS: Record<MailLocale, HostNoticeTexts> = {
  ru: {
    about: {
      CONFIRMED: { subject: (guests) => `Визит подтверждён: ${guests}`, text: (guests) => `Гость подтвердил визит: ${guests}.` },
      DECLINED: { subject: (guests) => `Гость не придёт: ${guests}`, text: (guests) => `Гость не сможет прийти: ${guests}.` },
      GUEST_LATE: {
        subject: (guests) => `Гость опаздывает: ${guests}`,
        text: (guests, minutes) => `Гость опаздывает: ${guests}. Ориентировочно на ${minutes} мин.`,
      },
      GUEST_HERE: {
        subject: (guests) => `Гость на месте: ${guests}`,
        text: (guests) => `Гость сообщает, что уже на месте: ${guests}. Проход это не открывает: встретьте гостя на входе.`,
      },
      CHECKED_IN: { subject: (guests) => `Гость вошёл: ${guests}`, text: (guests) => `Гость прошёл на территорию: ${guests}.` },
      GUEST_STAYS: {
        subject: (guests) => `Гость ещё на территории: ${guests}`,
        text: (guests) =>
          `Визит окончен, а выход гостя не отмечен: ${guests}. Если гость уже ушёл, скажите об этом: понадобится одно нажатие. Если гость ещё у вас, проводите его до выхода.`,
      },
      BOOKED: {
        subject: (guests) => `Новый визит: ${guests}`,
        text: (guests) => `Коллега назначил визит, который касается вас: ${guests}.`,
      },
      CHANGED: {
        subject: (guests) => `Визит изменён: ${guests}`,
        text: (guests) => `Коллега изменил визит: ${guests}. Посмотрите, каким он стал.`,
      },
      CANCELED: { subject: (guests) => `Визит отменён: ${guests}`, text: (guests) => `Коллега отменил визит: ${guests}.` },
    },
    because: {
      CO_HOST: (host) => `Вы принимаете гостя вместе с хозяином визита: ${host}.`,
      DEPUTY: (host) => `Вы получили это письмо, потому что замещаете отсутствующего хозяина визита: ${host}.`,
      DELEGATE: (host) => `Вы получили это письмо, потому что действуете за хозяина визита: ${host}.`,
    },
    greeting: (name) => `Здравствуйте, ${name}!`,
    guest: 'гость',
    others: 'и другие',
    when: (time, place) => `${time}, ${place}`,
    button: 'Открыть визит',
    leftButton: 'Гость ушёл',
    choose: 'О чём вам сообщать, вы выбираете сами: страница «Мой профиль».',
  },
  en: {
    about: {
      CONFIRMED: { subject: (guests) => `Visit confirmed: ${guests}`, text: (guests) => `The guest confirmed the visit: ${guests}.` },
      DECLINED: { subject: (guests) => `Guest is not coming: ${guests}`, text: (guests) => `The guest cannot come: ${guests}.` },
      GUEST_LATE: {
        subject: (guests) => `Guest is late: ${guests}`,
        text: (guests, minutes) => `The guest is late: ${guests}. About ${minutes} minutes.`,
      },
      GUEST_HERE: {
        subject: (guests) => `Guest is here: ${guests}`,
        text: (guests) => `The guest says to be here: ${guests}. This opens no gate: meet them at the entrance.`,
      },
      CHECKED_IN: { subject: (guests) => `Guest came in: ${guests}`, text: (guests) => `The guest has come in: ${guests}.` },
      GUEST_STAYS: {
        subject: (guests) => `Guest is still inside: ${guests}`,
        text: (guests) =>
          `The visit is over, and nobody has seen the guest leave: ${guests}. If they have left, say so: it takes one tap. If they are still with you, see them out.`,
      },
      BOOKED: { subject: (guests) => `New visit: ${guests}`, text: (guests) => `A colleague booked a visit that concerns you: ${guests}.` },
      CHANGED: {
        subject: (guests) => `Visit changed: ${guests}`,
        text: (guests) => `A colleague changed the visit: ${guests}. See what it is now.`,
      },
      CANCELED: { subject: (guests) => `Visit called off: ${guests}`, text: (guests) => `A colleague called the visit off: ${guests}.` },
    },
    because: {
      CO_HOST: (host) => `You receive the guest together with the host of the visit: ${host}.`,
      DEPUTY: (host) => `You get this mail because you stand in for the host of the visit, who is away: ${host}.`,
      DELEGATE: (host) => `You get this mail because you act for the host of the visit: ${host}.`,
    },
    greeting: (name) => `Hello ${name},`,
    guest: 'a guest',
    others: 'and others',
    when: (time, place) => `${time}, ${place}`,
    button: 'Open the visit',
    leftButton: 'The guest has left',
    choose: 'What you are told of is your choice: see the page My profile.',
  },
}
