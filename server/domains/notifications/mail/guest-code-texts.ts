import type { MailLocale } from './texts'

/** What depends on what the code opens. */
interface CodePurposeTexts {
  subject: (organization: string) => string
  text: (organization: string) => string
  button: string
}

/** Every wording of the mail with a guest's code; without characters that HTML would escape. */
export interface GuestCodeTexts {
  greeting: (name: string) => string
  link: string
  until: (moment: string) => string
  ignore: string
  pass: CodePurposeTexts
  data: CodePurposeTexts
}

/** The wordings by language. */
export const GUEST_CODE_TEXTS: Record<MailLocale, GuestCodeTexts> = {
  ru: {
    greeting: (name) => `Здравствуйте, ${name}!`,
    link: 'Или откройте ссылку в том же браузере:',
    until: (moment) => `Код и ссылка сработают один раз, до ${moment}.`,
    ignore: 'Если вы не запрашивали код, просто удалите письмо и никому его не пересылайте.',
    pass: {
      subject: (organization) => `Код для вашего пропуска: ${organization}`,
      text: (organization) => `Введите этот код на странице приглашения организации ${organization}, и она покажет ваш пропуск:`,
      button: 'Показать пропуск',
    },
    data: {
      subject: (organization) => `Код для страницы о ваших данных: ${organization}`,
      text: (organization) => `Введите этот код на странице о ваших данных у организации ${organization}:`,
      button: 'Открыть страницу',
    },
  },
  en: {
    greeting: (name) => `Hello ${name},`,
    link: 'Or open this link in the same browser:',
    until: (moment) => `The code and the link work once, until ${moment}.`,
    ignore: 'If you asked for no code, just delete this mail and forward it to nobody.',
    pass: {
      subject: (organization) => `The code for your pass: ${organization}`,
      text: (organization) => `Type this code on the page of your invitation from ${organization}, and it shows your pass:`,
      button: 'Show my pass',
    },
    data: {
      subject: (organization) => `The code for the page about your data: ${organization}`,
      text: (organization) => `Type this code on the page about your data at ${organization}:`,
      button: 'Open the page',
    },
  },
}
