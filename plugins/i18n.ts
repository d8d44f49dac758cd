import { createI18n } from 'vue-i18n'
import { isLanguage, pluralForm, preferredLanguage, type Language } from '#shared/i18n/languages'
import { loadMessages } from '~/i18n/messages'

const pluralRules = {
  ru: (count: number, forms: number) => pluralForm('ru', count, forms),
  en: (count: number, forms: number) => pluralForm('en', count, forms),
}

/** Texts in the reader's language: the cookie `gc_lang`, else what the browser prefers, else Russian. `useI18n()` in components, `$texts` elsewhere. */
export default defineNuxtPlugin({
  name: 'i18n',
  async setup(nuxtApp) {
    const chosen = useCookie('gc_lang')
    const { 'accept-language': accepted } = useRequestHeaders(['accept-language'])
    const language = useState<Language>('language', () => (isLanguage(chosen.value) ? chosen.value : preferredLanguage(accepted)))
    const i18n = createI18n({
      legacy: false,
      locale: language.value as string,
      messages: { [language.value]: await loadMessages(language.value) },
      pluralRules,
    })
    // The browser fetches the texts beside the program, not after it.
    if (import.meta.server) nuxtApp.ssrContext?.modules?.add(`i18n/locales/${language.value}.json`)
    nuxtApp.vueApp.use(i18n)
    nuxtApp.runWithContext(() => useHead({ htmlAttrs: { lang: i18n.global.locale } }))
    return { provide: { texts: i18n.global } }
  },
})
