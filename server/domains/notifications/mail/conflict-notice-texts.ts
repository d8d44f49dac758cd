import type { ShortNoticeTexts } from './short-notice'
import type { MailLocale } from './texts'

/** The wordings by language: what happened, never of whom. */
export const conflictNoticeTexts: Record<MailLocale, ShortNoticeTexts> = {
  ru: {
    greeting: (name) => `Здравствуйте, ${name}!`,
    subject: 'Проходы противоречат друг другу',
    text: (place) =>
      `${place}: проходная без связи пропустила человека, хотя по другим данным этого быть не могло. Возможно, одним пропуском воспользовались дважды или он уже не действовал. Кто это и почему, указано на доске, красным.`,
    button: 'Открыть доску проходов',
  },
  en: {
    greeting: (name) => `Hello ${name},`,
    subject: 'Passages contradict each other',
    text: (place) =>
      `${place}: a gate without a connection let somebody in, and that contradicts what else is known. A pass may have been used twice, or was no longer good. The board says in red who it was and why.`,
    button: 'Open the board',
  },
}
