import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

/** The wordings of the mail to a guest who is inside after the end of their visit; what it names is where. */
export const STAY_TEXTS: Record<MailLocale, ShortNoticeTexts> = {
  ru: {
    subject: 'Визит окончен — отметьте выход',
    greeting: (name) => `Здравствуйте, ${name}!`,
    text: (place) =>
      `Ваш визит окончен, а по нашим данным вы ещё на территории: ${place}. Уходя, покажите код пропуска на выходе. Если вы уже ушли, сообщите об этом тому, кто вас принимал: достаточно ответить на это письмо.`,
    button: 'Открыть пропуск',
  },
  en: {
    subject: 'Your visit is over: please check out',
    greeting: (name) => `Hello ${name},`,
    text: (place) =>
      `Your visit is over, and as far as we know you are still inside: ${place}. Please show the code of your pass at the exit when you leave. If you have left already, tell whoever received you: an answer to this mail is enough.`,
    button: 'Open your pass',
  },
}
