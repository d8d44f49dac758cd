import type { MailLocale } from './texts'

/** What a mail about an approval is for. */
export type ApprovalMatter = 'ASKED' | 'ARRIVED' | 'APPROVED' | 'REFUSED' | 'LAPSED'

/** Every wording of the mails about approvals; without characters that HTML would escape. */
export interface ApprovalTexts {
  subject: (when: string, guest: string) => string
  greeting: (name: string) => string
  text: (host: string, when: string, place: string, guest: string) => string
  button: string
}

/** Sentences that stand below the text where there is something to say. */
export interface ApprovalLines {
  insteadOf: (name: string) => string
  until: (moment: string) => string
  others: (count: number) => string
  again: string
  reason: (reason: string) => string
}

/** The wordings by language and by what is told. */
export const APPROVAL_TEXTS: Record<MailLocale, Record<ApprovalMatter, ApprovalTexts> & { lines: ApprovalLines }> = {
  ru: {
    ASKED: {
      subject: (when) => `Визит ждёт вашего решения: ${when}`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (host, when, place) =>
        `${host} ждёт гостей: ${when}, ${place}. Пропуска будут выданы, когда визит согласуют. Нужно ваше решение.`,
      button: 'Посмотреть заявку',
    },
    ARRIVED: {
      subject: (_, guest) => `Вас ждут на ресепшене: ${guest}`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (host, _, place, guest) =>
        `На ресепшене (${place}) стоит гость без приглашения: ${guest}. Принимает ${host}. Ответьте, примете ли вы гостя: до этого его не пропустят.`,
      button: 'Ответить',
    },
    APPROVED: {
      subject: (when) => `Визит согласован: ${when}`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (host, when, place) => `Визит согласован: ${when}, ${place}, принимает ${host}. Гостям выпускаются пропуска.`,
      button: 'Открыть визит',
    },
    REFUSED: {
      subject: (when) => `Визит не согласован: ${when}`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (host, when, place) => `Визит не согласован: ${when}, ${place}, принимает ${host}. Пропуска гостей отозваны.`,
      button: 'Открыть визит',
    },
    LAPSED: {
      subject: (when) => `Визит не успели согласовать: ${when}`,
      greeting: (name) => `Здравствуйте, ${name}!`,
      text: (host, when, place) => `До конца визита никто не принял решения: ${when}, ${place}, принимает ${host}. Визит отменён.`,
      button: 'Открыть визит',
    },
    lines: {
      insteadOf: (name) => `Вы решаете вместо: ${name}.`,
      until: (moment) => `Решение нужно до ${moment}.`,
      others: (count) => `Всего визитов в заявке: ${count}.`,
      again: 'Визит изменился после прошлого решения, поэтому мы спрашиваем ещё раз.',
      reason: (reason) => `Причина: ${reason}`,
    },
  },
  en: {
    ASKED: {
      subject: (when) => `A visit waits for your decision: ${when}`,
      greeting: (name) => `Hello ${name},`,
      text: (host, when, place) =>
        `${host} expects guests: ${when}, ${place}. They get their passes once the visit is approved. It is your turn to decide.`,
      button: 'See the request',
    },
    ARRIVED: {
      subject: (_, guest) => `At the reception for you: ${guest}`,
      greeting: (name) => `Hello ${name},`,
      text: (host, _, place, guest) =>
        `Somebody without an invitation is at the reception of ${place}: ${guest}, to see ${host}. Please say whether they are received; they are not let in before.`,
      button: 'Answer',
    },
    APPROVED: {
      subject: (when) => `The visit is approved: ${when}`,
      greeting: (name) => `Hello ${name},`,
      text: (host, when, place) => `The visit is approved: ${when}, ${place}, hosted by ${host}. The guests are getting their passes.`,
      button: 'Open the visit',
    },
    REFUSED: {
      subject: (when) => `The visit is not approved: ${when}`,
      greeting: (name) => `Hello ${name},`,
      text: (host, when, place) =>
        `The visit is not approved: ${when}, ${place}, hosted by ${host}. The passes of the guests were withdrawn.`,
      button: 'Open the visit',
    },
    LAPSED: {
      subject: (when) => `Nobody decided in time: ${when}`,
      greeting: (name) => `Hello ${name},`,
      text: (host, when, place) => `The visit was over before it was approved: ${when}, ${place}, hosted by ${host}. It was called off.`,
      button: 'Open the visit',
    },
    lines: {
      insteadOf: (name) => `You decide in the place of ${name}.`,
      until: (moment) => `A decision is needed by ${moment}.`,
      others: (count) => `Visits in this request: ${count}.`,
      again: 'The visit has changed since the last decision, so we are asking again.',
      reason: (reason) => `The reason given: ${reason}`,
    },
  },
}
