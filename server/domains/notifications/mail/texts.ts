/** The languages in which mails are written. */
export type MailLocale = 'ru' | 'en'

/**
 * Every wording of the invite mail; a language that lacks one does not compile.
 * They hold no character that HTML would escape, so values may be put in plain for text and escaped for HTML.
 */
export type InviteTexts = {
  subject: (organization: string, date: string, time: string) => string
  preview: (date: string, time: string, place: string) => string
  greeting: (guest: string) => string
  heading: string
  intro: (host: string, organization: string) => string
  when: string
  where: string
  host: string
  openPass: string
  passHint: string
  shortCode: string
  bring: string
  document: string
  phone: string
  linkFallback: string
  personal: string
  privacy: (organization: string) => string
}

/** The wordings by language. */
export const INVITE_TEXTS: Record<MailLocale, InviteTexts> = {
  ru: {
    subject: (organization, date, time) => `Приглашение: ${organization}, ${date} в ${time}`,
    preview: (date, time, place) => `${date}, ${time} · ${place}`,
    greeting: (guest) => `Здравствуйте, ${guest}!`,
    heading: 'Ждём вас',
    intro: (host, organization) => `Вас приглашает ${host}, ${organization}. Пропуск на вход уже готов.`,
    when: 'Когда',
    where: 'Где',
    host: 'Кто встречает',
    openPass: 'Открыть пропуск',
    passHint: 'На странице пропуска — QR-код. Покажите его на входе с экрана телефона.',
    shortCode: 'Если QR-код не читается, назовите код',
    bring: 'Возьмите с собой',
    document: 'Документ, удостоверяющий личность',
    phone: 'Телефон с пропуском или распечатанный QR-код',
    linkFallback: 'Кнопка не работает? Скопируйте ссылку:',
    personal: 'Ссылка и код — личные: не пересылайте их. Если вы не ждали этого приглашения, просто удалите письмо.',
    privacy: (organization) => `${organization} использует ваши данные только для оформления и учёта этого визита.`,
  },
  en: {
    subject: (organization, date, time) => `Invitation: ${organization}, ${date} at ${time}`,
    preview: (date, time, place) => `${date}, ${time} · ${place}`,
    greeting: (guest) => `Hello ${guest},`,
    heading: 'You are invited',
    intro: (host, organization) => `${host} of ${organization} is expecting you. Your entry pass is ready.`,
    when: 'When',
    where: 'Where',
    host: 'Your host',
    openPass: 'Open your pass',
    passHint: 'The pass page holds a QR code. Show it at the entrance on your phone.',
    shortCode: 'If the QR code cannot be read, give this code',
    bring: 'Please bring',
    document: 'An identity document',
    phone: 'Your phone with the pass, or the QR code printed',
    linkFallback: 'Button not working? Copy this link:',
    personal: 'The link and the code are yours alone: please do not forward them. If you did not expect this invitation, just delete it.',
    privacy: (organization) => `${organization} uses your data only to arrange and record this visit.`,
  },
}
