import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  registerMessageResolver,
  resolveValue,
  translate as coreTranslate,
} from '@intlify/core-base'
import en from '../../i18n/locales/en.json'
import ru from '../../i18n/locales/ru.json'

/** Languages of the product, as the interface spells them. */
export type Language = 'ru' | 'en'

/** Languages as the database and the API spell them. */
export type LocaleCode = 'RU' | 'EN'

registerMessageCompiler(compile)
registerMessageResolver(resolveValue)

const context = (locale: Language) =>
  createCoreContext({ locale, fallbackLocale: 'en', messages: { ru, en }, missingWarn: false, fallbackWarn: false, warnHtmlMessage: false })
const contexts = { ru: context('ru'), en: context('en') }

/** The language of a stored locale. */
export const languageOf = (locale: LocaleCode): Language => (locale === 'RU' ? 'ru' : 'en')

/** A text of `i18n/locales` in a language, with its values filled in. */
export function translate(language: Language, key: string, values: Record<string, string | number> = {}): string {
  return String(coreTranslate(contexts[language], key, values))
}

/** The best of our languages for an `Accept-Language` header; Russian when it names neither. */
export function preferredLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(';q=')
      return { tag: tag.slice(0, 2).toLowerCase(), weight: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ tag }) => tag === 'ru' || tag === 'en')
    .sort((a, b) => b.weight - a.weight)
  return ranked[0]?.tag === 'en' ? 'en' : 'ru'
}
