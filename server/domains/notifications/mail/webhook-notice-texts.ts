import type { WebhookNoticeKind } from '../../../generated/prisma/enums'
import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

/** The wordings by language and matter: which endpoint by the name of its server, never its address. */
export const webhookNoticeTexts: Record<MailLocale, Record<WebhookNoticeKind, ShortNoticeTexts>> = {
  ru: {
    WARNED: {
      greeting: (name) => `Здравствуйте, ${name}!`,
      subject: 'Вебхуки не доходят',
      text: (place) =>
        `${place}: за последние три дня на этот адрес не дошёл ни один вебхук. Если так пойдёт дальше, через пять дней без единой доставки адрес будет отключён. Что отвечает получатель, видно в журнале доставок.`,
      button: 'Открыть журнал доставок',
    },
    DISABLED: {
      greeting: (name) => `Здравствуйте, ${name}!`,
      subject: 'Адрес вебхуков отключён',
      text: (place) =>
        `${place}: на этот адрес больше ничего не отправляется — получатель ответил, что его больше нет, или пять дней не принимал ничего. Когда он снова заработает, включите адрес и отправьте пропущенное.`,
      button: 'Открыть журнал доставок',
    },
  },
  en: {
    WARNED: {
      greeting: (name) => `Hello ${name},`,
      subject: 'Webhooks do not arrive',
      text: (place) =>
        `${place}: for three days no webhook has arrived at this endpoint. If that goes on, it will be disabled after five days without a delivery. The log of deliveries shows what the receiver answers.`,
      button: 'Open the log of deliveries',
    },
    DISABLED: {
      greeting: (name) => `Hello ${name},`,
      subject: 'A webhook endpoint was disabled',
      text: (place) =>
        `${place}: nothing is sent to this endpoint any more. Its receiver said that it is gone, or took nothing for five days. When it works again, enable the endpoint and send what it missed.`,
      button: 'Open the log of deliveries',
    },
  },
}
