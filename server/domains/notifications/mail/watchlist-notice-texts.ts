import type { WatchlistMatter } from '../../../generated/prisma/client'
import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

const ru = { greeting: (name: string) => `Здравствуйте, ${name}!`, button: 'Открыть список контроля' }
const en = { greeting: (name: string) => `Hello ${name},`, button: 'Open the watchlist' }

/** The wordings by language and by what is told. */
export const WATCHLIST_NOTICE_TEXTS: Record<MailLocale, Record<WatchlistMatter, ShortNoticeTexts>> = {
  ru: {
    MATCHES: {
      ...ru,
      subject: 'Посетитель ждёт вашего решения',
      text: (organization) =>
        `В организации ${organization} ожидается посетитель, похожий на человека из списка контроля. Его пропуск не действует, пока вы или кто-то ещё с таким же правом не примете решение. Кто это и чем похож, указано на странице.`,
    },
    PROPOSAL: {
      ...ru,
      subject: 'Нужно второе решение по списку контроля',
      text: (organization) =>
        `В организации ${organization} предложено изменение, которое вступит в силу, только если согласится второй человек: вы или кто-то ещё с таким же правом.`,
    },
    ASKED: {
      ...ru,
      subject: 'Просят не пропускать посетителя',
      text: (organization) =>
        `Сотрудник организации ${organization} просит не пропускать посетителя. Для посетителя ничего не изменится, пока вы или кто-то ещё с таким же правом не примете решение.`,
    },
  },
  en: {
    MATCHES: {
      ...en,
      subject: 'A visitor waits for your decision',
      text: (organization) =>
        `Somebody who is expected at ${organization} may be on the watchlist. Their pass opens nothing until you, or another who has the same right, has decided. The page says who it is and why.`,
    },
    PROPOSAL: {
      ...en,
      subject: 'The watchlist needs a second decision',
      text: (organization) =>
        `At ${organization} a change was proposed that counts only if a second person agrees: you, or another who has the same right.`,
    },
    ASKED: {
      ...en,
      subject: 'A visitor is not to be admitted',
      text: (organization) =>
        `A colleague at ${organization} asks not to admit a visitor. Nothing changes for the visitor until you, or another who has the same right, has decided.`,
    },
  },
}
