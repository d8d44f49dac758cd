import type { MailLocale } from './texts'

/** Every wording of the mails about an account; without characters that HTML would escape. */
export interface AccountTexts {
  subject: (organization: string) => string
  greeting: (name: string) => string
  text: (organization: string) => string
  button: string
  until: (moment: string) => string
  ignore: string
}

/** The wordings by language and by what the link is for. */
export const ACCOUNT_TEXTS: Record<MailLocale, Record<'INVITATION' | 'PASSWORD_RESET', AccountTexts>> = {
  ru: {
    INVITATION: {
      subject: (organization) => `${organization} приглашает вас в Guest Center`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (organization) =>
        `${organization} приглашает вас работать в Guest Center: принимать гостей и видеть то, что нужно вам по работе.`,
      button: 'Принять приглашение',
      until: (moment) => `Ссылка сработает один раз, до ${moment}.`,
      ignore: 'Если вы не ждали этого приглашения, просто удалите письмо.',
    },
    PASSWORD_RESET: {
      subject: () => 'Новый пароль для Guest Center',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (organization) => `Администратор организации ${organization} просит вас задать новый пароль. До этого действует прежний.`,
      button: 'Задать пароль',
      until: (moment) => `Ссылка сработает один раз, до ${moment}.`,
      ignore: 'Если вы об этом не просили, сообщите своему администратору.',
    },
  },
  en: {
    INVITATION: {
      subject: (organization) => `${organization} invites you to Guest Center`,
      greeting: (name) => `Hello ${name},`,
      text: (organization) => `${organization} invites you to work with Guest Center: to receive guests and to see what your work needs.`,
      button: 'Accept the invitation',
      until: (moment) => `The link works once, until ${moment}.`,
      ignore: 'If you did not expect this invitation, just delete it.',
    },
    PASSWORD_RESET: {
      subject: () => 'A new password for Guest Center',
      greeting: (name) => `Hello ${name},`,
      text: (organization) => `An administrator of ${organization} asks you to set a new password. The old one works until you do.`,
      button: 'Set a password',
      until: (moment) => `The link works once, until ${moment}.`,
      ignore: 'If you did not ask for this, tell your administrator.',
    },
  },
}
