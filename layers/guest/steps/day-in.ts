import type { Language } from '#shared/i18n/languages'

/** A day in words, by the clock of a place. */
export const dayIn = (language: Language, at: Date, timeZone = 'UTC'): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone }).format(at).replaceAll(' г.', '\u00a0г.')
