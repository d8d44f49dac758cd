import type { Language } from '#shared/i18n/languages'
import type { InviteAnswer } from '#shared/invite'
import { guestPage, type GuestPage, type GuestRequest } from './guest-page'
import { inviteTexts } from './invite-texts'
import type { Notice } from './notice'

/** A page for something that went wrong, of the organization where that is known. */
export interface NoticePage extends Pick<GuestPage, 'language' | 'texts' | 'view' | 'title'> {
  notice: Notice
  /** Shown without a network. */
  isOffline?: boolean
}

/** What a phone says by itself when it reaches nobody and has no copy of the pass, in a language. Its link opens the same page again. */
export function offlinePage(language: Language): NoticePage {
  const texts = inviteTexts[language]
  const { title } = texts.errors.offline
  return { language, texts, view: null, title, notice: { ...texts.errors.offline, href: '' }, isOffline: true }
}

const kinds: Record<number, 'unknown' | 'forbidden' | 'tooLarge' | 'tooMany'> = {
  404: 'unknown',
  405: 'unknown',
  403: 'forbidden',
  413: 'tooLarge',
  429: 'tooMany',
}

/** What to say of a request that ended with a status. */
export function noticePage({
  status,
  answer = { kind: 'unknown' },
  path,
  ...request
}: Omit<GuestRequest, 'answer' | 'token'> & { status: number; answer: InviteAnswer | undefined; path: string }): NoticePage {
  const { language, texts, view } = guestPage({ ...request, answer, token: '' })
  const kind = kinds[status] ?? 'unavailable'
  const { title, ...words } = kind === 'unknown' || kind === 'unavailable' ? texts[kind] : texts.errors[kind]
  return { language, texts, view, title, notice: { title, ...words, href: `${path}?lang=${language}` } }
}
