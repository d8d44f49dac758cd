import type { MailLocale } from './texts'

/** Every wording of the mail with a guest's code; without characters that HTML would escape. */
export interface GuestCodeTexts {
  subject: (organization: string) => string
  greeting: (name: string) => string
  text: (organization: string) => string
  link: string
  button: string
  until: (moment: string) => string
  ignore: string
}

/** The wordings by language. */
export const GUEST_CODE_TEXTS: Record<MailLocale, GuestCodeTexts> = {
  ru: {
    subject: (organization) => `Код для вашего пропуска: ${organization}`,
    greeting: (name) => `Здравствуйте, ${name}!`,
    text: (organization) => `Введите этот код на странице приглашения организации ${organization}, и она покажет ваш пропуск:`,
    link: 'Или откройте ссылку в том же браузере:',
    button: 'Показать пропуск',
    until: (moment) => `Код и ссылка сработают один раз, до ${moment}.`,
    ignore: 'Если вы не запрашивали код, просто удалите письмо и никому его не пересылайте.',
  },
  en: {
    subject: (organization) => `The code for your pass: ${organization}`,
    greeting: (name) => `Hello ${name},`,
    text: (organization) => `Type this code on the page of your invitation from ${organization}, and it shows your pass:`,
    link: 'Or open this link in the same browser:',
    button: 'Show my pass',
    until: (moment) => `The code and the link work once, until ${moment}.`,
    ignore: 'If you asked for no code, just delete this mail and forward it to nobody.',
  },
}
