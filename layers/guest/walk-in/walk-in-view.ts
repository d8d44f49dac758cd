import { walkIn as en } from '~/i18n/locales/en.json'
import { walkIn as ru } from '~/i18n/locales/ru.json'
import type { Language } from '#shared/i18n/languages'
import type { WalkInPage } from '#shared/walk-in-page'
import { brandStyle } from '#layers/guest/invite/brand-style'
import { fill, inviteTexts, type InviteTexts } from '#layers/guest/invite/invite-texts'
import type { NoticePage } from '#layers/guest/invite/notice-page'

/** The words of the page on which guests register themselves. */
type WalkInTexts = typeof ru

/** The words by language: a poster speaks both. */
export const walkInTexts: Record<Language, WalkInTexts> = { ru, en }

/** The page on which guests register themselves, in words. */
export interface WalkInView extends WalkInPage {
  /** The title of the document: names the organization. */
  title: string
  heading: string
  privacy: string
  brand: string
  texts: InviteTexts
  words: WalkInTexts
  /** The path of the page. */
  path: string
}

/** Words the page. */
export function walkInView(page: WalkInPage, path: string): WalkInView {
  const words = walkInTexts[page.language]
  const { organization, siteName } = page
  return {
    ...page,
    words,
    texts: inviteTexts[page.language],
    title: fill(words.title, () => organization.name),
    heading: fill(words.heading, () => siteName),
    privacy: fill(words.privacy, () => organization.name),
    brand: brandStyle(organization.primaryColor),
    path,
  }
}

/** What is said where no page is open: whoever stands there goes to the desk. */
export function closedWalkInPage(language: Language): NoticePage {
  const { closed } = walkInTexts[language]
  return { language, texts: inviteTexts[language], view: null, title: closed.title, notice: { ...closed, href: '' } }
}
