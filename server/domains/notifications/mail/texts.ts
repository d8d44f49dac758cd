/** The languages in which mails are written. */
export type MailLocale = 'ru' | 'en'

/**
 * What a mail about a visit tells: that there is one, that it is another than before, that there is none, that it is the last of a series,
 * that there is one after all, or that its pass has another link.
 */
export type InviteKind = 'invite' | 'update' | 'cancel' | 'until' | 'restore' | 'reissue' | 'new-code'

/**
 * Every wording of the invite mail; a language that lacks one does not compile.
 * They hold no character that HTML would escape, so values may be put in plain for text and escaped for HTML.
 */
export type InviteTexts = {
  /** What differs between an invite, a change and a calling off. */
  about: Record<
    InviteKind,
    {
      subject: (organization: string, date: string, time: string) => string
      heading: string
      intro: (host: string, organization: string) => string
    }
  >
  repeats: (visits: number) => string
  /** What is left of a series when a visit of it was called off. */
  left: (visits: number) => string
  preview: (date: string, time: string, place: string) => string
  greeting: (guest: string) => string
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
    about: {
      invite: {
        subject: (organization, date, time) => `Приглашение: ${organization}, ${date} в ${time}`,
        heading: 'Ждём вас',
        intro: (host, organization) => `Вас приглашает ${host}, ${organization}. Пропуск на вход уже готов.`,
      },
      update: {
        subject: (organization, date, time) => `Визит изменён: ${organization}, ${date} в ${time}`,
        heading: 'Визит изменён',
        intro: (host, organization) =>
          `${host}, ${organization}, ждёт вас — посмотрите, что изменилось. Пропуск обновлён, прежний QR-код больше не нужен.`,
      },
      cancel: {
        subject: (organization, date, time) => `Визит отменён: ${organization}, ${date} в ${time}`,
        heading: 'Визит отменён',
        intro: (host, organization) => `${host}, ${organization}, отменяет визит. Пропуск больше не действует.`,
      },
      until: {
        subject: (organization, date, time) => `Последний визит по прежнему расписанию: ${organization}, ${date} в ${time}`,
        heading: 'Расписание визитов меняется',
        intro: (host, organization) =>
          `${host}, ${organization}: этот визит — последний по прежнему расписанию. О следующих мы пишем отдельным письмом.`,
      },
      restore: {
        subject: (organization, date, time) => `Визит всё-таки состоится: ${organization}, ${date} в ${time}`,
        heading: 'Визит всё-таки состоится',
        intro: (host, organization) => `${host}, ${organization}, ждёт вас: визит отменили по ошибке. Пропуск снова действует.`,
      },
      reissue: {
        subject: (organization, date, time) => `Новая ссылка на пропуск: ${organization}, ${date} в ${time}`,
        heading: 'Новая ссылка на пропуск',
        intro: (host, organization) =>
          `Ваш визит в силе: ${host}, ${organization}. Прежние ссылка и QR-код больше не работают, пользуйтесь новыми.`,
      },
      'new-code': {
        subject: (organization, date, time) => `Новый QR-код пропуска: ${organization}, ${date} в ${time}`,
        heading: 'Новый QR-код пропуска',
        intro: (host, organization) =>
          `Ваш визит в силе: ${host}, ${organization}. Прежний QR-код больше не работает; новый – на вашей странице, ссылка осталась прежней.`,
      },
    },
    repeats: (visits) => `Визит повторяется, всего впереди: ${visits}. На каждый раз у вас свой пропуск.`,
    left: (visits) =>
      visits === 0 ? 'Других визитов этой серии впереди нет.' : `Визитов этой серии впереди: ${visits}. Они остаются в силе.`,
    preview: (date, time, place) => `${date}, ${time} · ${place}`,
    greeting: (guest) => `Здравствуйте, ${guest}!`,
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
    about: {
      invite: {
        subject: (organization, date, time) => `Invitation: ${organization}, ${date} at ${time}`,
        heading: 'You are invited',
        intro: (host, organization) => `${host} of ${organization} is expecting you. Your entry pass is ready.`,
      },
      update: {
        subject: (organization, date, time) => `Visit changed: ${organization}, ${date} at ${time}`,
        heading: 'Your visit has changed',
        intro: (host, organization) =>
          `${host} of ${organization} is expecting you: see what is new. Your pass is up to date, the earlier QR code is not needed.`,
      },
      cancel: {
        subject: (organization, date, time) => `Visit cancelled: ${organization}, ${date} at ${time}`,
        heading: 'Your visit is cancelled',
        intro: (host, organization) => `${host} of ${organization} has called the visit off. The pass opens no gate any more.`,
      },
      until: {
        subject: (organization, date, time) => `Last visit by the earlier schedule: ${organization}, ${date} at ${time}`,
        heading: 'The schedule of your visits changes',
        intro: (host, organization) =>
          `${host} of ${organization}: this visit is the last by the earlier schedule. Those that follow come in a mail of their own.`,
      },
      restore: {
        subject: (organization, date, time) => `Visit takes place after all: ${organization}, ${date} at ${time}`,
        heading: 'Your visit takes place after all',
        intro: (host, organization) =>
          `${host} of ${organization} is expecting you: calling the visit off was a mistake. Your pass is valid again.`,
      },
      reissue: {
        subject: (organization, date, time) => `New link to your pass: ${organization}, ${date} at ${time}`,
        heading: 'A new link to your pass',
        intro: (host, organization) =>
          `Your visit to ${host} of ${organization} stands. The earlier link and QR code no longer work: please use the new ones.`,
      },
      'new-code': {
        subject: (organization, date, time) => `New QR code of your pass: ${organization}, ${date} at ${time}`,
        heading: 'A new QR code of your pass',
        intro: (host, organization) =>
          `Your visit to ${host} of ${organization} stands. The earlier QR code no longer works; the new one is on your page, by the same link.`,
      },
    },
    repeats: (visits) => `The visit repeats: ${visits} are ahead, each with a pass of its own.`,
    left: (visits) =>
      visits === 0 ? 'No other visits of this series are ahead.' : `Visits of this series that are still ahead: ${visits}. They stand.`,
    preview: (date, time, place) => `${date}, ${time} · ${place}`,
    greeting: (guest) => `Hello ${guest},`,
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
