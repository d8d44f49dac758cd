import { stepLength } from '#shared/credentials/live-code'
import { isLanguage, preferredLanguage, type Language } from '#shared/i18n/languages'
import type { InviteAnswer } from '#shared/invite'
import { fill, inviteTexts, type InviteTexts } from './invite-texts'
import { inviteView, type InviteView } from './invite-view'
import type { Notice } from './notice'

/** One guest page, ready to be written out. */
export interface GuestPage {
  language: Language
  texts: InviteTexts
  /** Names the organization only: titles end up in histories and in the previews of chats. */
  title: string
  /** Null when there is no pass to show. */
  view: InviteView | null
  /** What is said where there is no pass to show. */
  notice: Notice
  /** The id under which the log tells why the page is not available; null for an unknown link. */
  traceId: string | null
  /** The page's own path. */
  path: string
  /** When and where a browser without scripts asks for the next code, as `refresh` of a page says it; undefined where codes do not change. */
  refresh?: string
}

/** The one script that a guest's page may run, and its hash as a content security policy spells it. */
export interface GuestScript {
  text: string
  hash: string
}

/** What a guest page is made of. */
export interface GuestRequest {
  answer: InviteAnswer
  token: string
  /** `lang` of the address, whatever it holds. */
  chosen: unknown
  /** `large` of the address, whatever it holds: there for whoever sees the code large without scripts. */
  large?: unknown
  /** The Accept-Language header. */
  accepted: string | undefined
  now: Date
}

/** Words the answer to an invite link, in the language of the address, else of the invite, else of the browser. */
export function guestPage({ answer, token, chosen, large, accepted, now }: GuestRequest): GuestPage {
  const language = languageFor(chosen, answer, accepted)
  const texts = inviteTexts[language]
  const page = { language, texts, view: null, notice: texts.unknown, traceId: null, path: `/i/${token}` }
  if (answer.kind === 'unknown') return { ...page, title: texts.unknown.title }
  if (answer.kind === 'unavailable')
    return { ...page, title: texts.unavailable.title, notice: { ...texts.unavailable, href: '' }, traceId: answer.traceId }
  const view = inviteView(answer.invite, language, now, page.path)
  return {
    ...page,
    view,
    title: fill(texts.title, () => view.organization.name),
    ...(view.live && { refresh: nextCode(view.live.at, large !== undefined ? view.large.next : null) }),
  }
}

/** When the next code is there for sure, and at which address; null for the same. */
function nextCode(at: number, address: string | null): string {
  const seconds = Math.ceil((stepLength - (at % stepLength)) / 1000) + 1
  return address === null ? String(seconds) : `${seconds};url=${address}`
}

function languageFor(chosen: unknown, answer: InviteAnswer, accepted: string | undefined): Language {
  if (isLanguage(chosen)) return chosen
  if (answer.kind === 'opened') return answer.invite.locale === 'RU' ? 'ru' : 'en'
  return preferredLanguage(accepted)
}
