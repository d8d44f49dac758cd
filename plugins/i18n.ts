import { createI18n } from 'vue-i18n'
import { isLanguage, pluralForm, preferredLanguage, type Language } from '#shared/i18n/languages'
import { loadMessages } from '~/i18n/messages'
import { partsOf, type TextPart } from '~/i18n/parts'

const pluralRules = {
  ru: (count: number, forms: number) => pluralForm('ru', count, forms),
  en: (count: number, forms: number) => pluralForm('en', count, forms),
}

/**
 * Texts in the reader's language: the cookie `gc_lang`, else what the browser prefers, else Russian. `useI18n()` in components, `$texts`
 * elsewhere. A page's texts are there before it is: `$loadTexts(language)` fetches those of all pages that were shown so far, and
 * `$bringTexts(parts)` some more.
 */
export default defineNuxtPlugin({
  name: 'i18n',
  async setup(nuxtApp) {
    const chosen = useCookie('gc_lang')
    const { 'accept-language': accepted } = useRequestHeaders(['accept-language'])
    const language = useState<Language>('language', () => (isLanguage(chosen.value) ? chosen.value : preferredLanguage(accepted)))
    const i18n = createI18n({ legacy: false, locale: language.value as string, messages: { [language.value]: {} }, pluralRules })
    const needed = new Set<TextPart>()
    let shown = ''

    async function loadTexts(wanted: Language): Promise<void> {
      const parts = [...needed]
      const key = [wanted, ...parts].join()
      if (key === shown) return
      const messages = await loadMessages(wanted, parts)
      // Somebody needs more by now: what is loaded for them has these too, and must not be put back by these.
      if (needed.size > parts.length) return loadTexts(wanted)
      i18n.global.setLocaleMessage(wanted, messages)
      shown = key
      // The browser fetches the texts beside the program, not after it.
      if (import.meta.server) for (const part of parts) nuxtApp.ssrContext?.modules?.add(`i18n/locales/${wanted}.${part}.texts`)
    }
    async function bringTexts(parts: readonly TextPart[]): Promise<void> {
      for (const part of parts) needed.add(part)
      await loadTexts(isLanguage(i18n.global.locale.value) ? i18n.global.locale.value : language.value)
    }
    addRouteMiddleware('texts', ({ path }) => bringTexts(partsOf(path)), { global: true })
    await bringTexts(partsOf(import.meta.server ? (useRequestEvent()?.path ?? '/') : window.location.pathname))
    nuxtApp.vueApp.use(i18n)
    nuxtApp.runWithContext(() => useHead({ htmlAttrs: { lang: i18n.global.locale } }))
    return { provide: { texts: i18n.global, loadTexts, bringTexts } }
  },
})
