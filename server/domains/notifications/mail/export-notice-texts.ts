import type { VisitorExportMatter } from '../../../generated/prisma/client'
import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

/** The wordings by language and by what is told. */
export const EXPORT_NOTICE_TEXTS: Record<MailLocale, Record<VisitorExportMatter, ShortNoticeTexts>> = {
  ru: {
    WAITS: {
      subject: 'Выгрузка посетителей ждёт вашего решения',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (organization) =>
        `В организации ${organization} запросили файл с данными посетителей. Он будет создан, только если согласится второй человек: вы или кто-то ещё с таким же правом. Причина запроса указана на странице.`,
      button: 'Посмотреть запрос',
    },
    READY: {
      subject: 'Выгрузка посетителей готова',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (organization) =>
        `Файл с данными посетителей организации ${organization}, который вы запросили, готов. Скачать его можете только вы, в течение 24 часов.`,
      button: 'Скачать файл',
    },
    DECLINED: {
      subject: 'Выгрузка посетителей отклонена',
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (organization) =>
        `Файл с данными посетителей организации ${organization}, который вы запросили, не будет создан: второй человек не согласился.`,
      button: 'Посмотреть запрос',
    },
  },
  en: {
    WAITS: {
      subject: 'A file of visitors waits for your decision',
      greeting: (name) => `Hello ${name},`,
      text: (organization) =>
        `Somebody at ${organization} asked for a file with the data of visitors. It is made only if a second person agrees: you, or another who has the same right. The page says what the file is for.`,
      button: 'See the request',
    },
    READY: {
      subject: 'The file of visitors is ready',
      greeting: (name) => `Hello ${name},`,
      text: (organization) =>
        `The file with the data of visitors of ${organization} that you asked for is ready. You alone can download it, within 24 hours.`,
      button: 'Download the file',
    },
    DECLINED: {
      subject: 'The file of visitors was declined',
      greeting: (name) => `Hello ${name},`,
      text: (organization) =>
        `The file with the data of visitors of ${organization} that you asked for is not made: the second person did not agree.`,
      button: 'See the request',
    },
  },
}
