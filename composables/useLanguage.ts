import { isLanguage, languages, type Language } from '#shared/i18n/languages'
import { loadMessages } from '~/i18n/messages'

/**
 * The language of the page and how to change it. Changing keeps everything on the page as it is.
 * @returns `language` (ref), `languages`, `setLanguage(language)`, which also remembers the choice for a year
 */
export function useLanguage() {
  const texts = useNuxtApp().$texts
  const chosen = useCookie<string>('gc_lang', { maxAge: 365 * 86_400, sameSite: 'lax', path: '/' })
  const language = computed<Language>(() => (isLanguage(texts.locale.value) ? texts.locale.value : 'ru'))

  async function setLanguage(next: Language): Promise<void> {
    if (!texts.availableLocales.includes(next)) texts.setLocaleMessage(next, await loadMessages(next))
    texts.locale.value = next
    chosen.value = next
  }

  return { language, languages, setLanguage }
}
