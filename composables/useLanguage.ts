import { isLanguage, languages, type Language } from '#shared/i18n/languages'

/**
 * The language of the page and how to change it. Changing keeps everything on the page as it is.
 * @returns `language` (ref), `languages`, `show(language)` for this page, `setLanguage(language)`, which is also remembered for a year
 */
export function useLanguage() {
  const nuxtApp = useNuxtApp()
  const { locale } = nuxtApp.$texts
  const language = computed<Language>(() => (isLanguage(locale.value) ? locale.value : 'ru'))

  async function show(next: Language): Promise<void> {
    if (next === locale.value) return
    await nuxtApp.$loadTexts(next)
    locale.value = next
  }

  async function setLanguage(next: Language): Promise<void> {
    await show(next)
    nuxtApp.runWithContext(() => {
      useCookie<string>('gc_lang', { maxAge: 365 * 86_400, sameSite: 'lax', path: '/' }).value = next
    })
  }

  return { language, languages, show, setLanguage }
}
