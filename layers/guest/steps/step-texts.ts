import { guestSteps as en } from '~/i18n/locales/en.json'
import { guestSteps as ru } from '~/i18n/locales/ru.json'
import type { Language } from '#shared/i18n/languages'

/** The words of the steps. */
export type StepTexts = typeof ru

/** The words by language. */
export const stepTexts: Record<Language, StepTexts> = { ru, en }
