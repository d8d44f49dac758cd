/** Languages of the interface. */
export const languages = ['ru', 'en'] as const

/** A language of the interface. */
export type Language = (typeof languages)[number]

/** Whether a text (a cookie, a query) names one of our languages. */
export const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text)

/** The best of our languages for an `Accept-Language` header; Russian when it names neither. */
export function preferredLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(';q=')
      return { tag: tag.split('-')[0]?.toLowerCase(), weight: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ tag, weight }) => isLanguage(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  const best = ranked[0]?.tag
  return isLanguage(best) ? best : 'ru'
}

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') }
const formOf: Record<Language, Partial<Record<Intl.LDMLPluralRule, number>>> = {
  ru: { one: 0, few: 1, many: 2, other: 1 },
  en: { one: 0, other: 1 },
}
const formCount = { ru: 3, en: 2 }

/**
 * Which form of "{n} гость | {n} гостя | {n} гостей" or "{n} guest | {n} guests" a number takes (CLDR rules).
 * One form more than the language has: the first is then for zero.
 */
export function pluralForm(language: Language, count: number, forms: number): number {
  const form = formOf[language][rules[language].select(count)] ?? 0
  if (forms <= formCount[language]) return Math.min(form, forms - 1)
  return count === 0 ? 0 : form + 1
}
