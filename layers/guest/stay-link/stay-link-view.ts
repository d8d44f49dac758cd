import { stayLink as en } from '~/i18n/locales/en.json'
import { stayLink as ru } from '~/i18n/locales/ru.json'
import type { Language } from '#shared/i18n/languages'
import type { StayLinkPage } from '#shared/stay-link-page'
import { visitTime } from '#shared/visit-time'
import { brandStyle } from '#layers/guest/invite/brand-style'
import { fill, inviteTexts, type InviteTexts } from '#layers/guest/invite/invite-texts'
import type { NoticePage } from '#layers/guest/invite/notice-page'

type Texts = typeof ru

const stayLinkTexts: Record<Language, Texts> = { ru, en }

/** The page on which a host says that a guest has left, in words. */
export interface StayLinkView extends StayLinkPage {
  title: string
  /** What is known of the guest: since when their visit is over, and where. */
  when: string
  brand: string
  texts: InviteTexts
  words: Texts
  said: Texts['states']['INSIDE']
  path: string
}

/** Words the page. */
export function stayLinkView(page: StayLinkPage, path: string): StayLinkView {
  const words = stayLinkTexts[page.language]
  const { date, startTime, zone } = visitTime(page.language, page.endsAt, page.endsAt, page.timeZone)
  const until = `${date}, ${startTime}, ${zone}`
  return {
    ...page,
    words,
    texts: inviteTexts[page.language],
    title: words.title,
    when: fill(words.over, (name) => (name === 'place' ? page.siteName : until)),
    brand: brandStyle(page.organization.primaryColor),
    said: words.states[page.state],
    path,
  }
}

/** What is said of a link that opens nothing. */
export function endedStayLink(language: Language): NoticePage {
  const { unknown } = stayLinkTexts[language]
  return { language, texts: inviteTexts[language], view: null, title: unknown.title, notice: { ...unknown, href: '' } }
}
