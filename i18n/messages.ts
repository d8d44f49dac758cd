import { markRaw } from 'vue'
import type { Language } from '#shared/i18n/languages'

/** Every text of the interface, by section and name. */
export type Messages = Record<string, unknown>

// Written out, so that each language is a chunk of its own and a browser loads only the one it shows.
const chunks: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./locales/ru.json'),
  en: () => import('./locales/en.json'),
}

/** The texts of one language. They never change, so Vue need not watch them. */
export async function loadMessages(language: Language): Promise<Messages> {
  return markRaw({ ...(await chunks[language]()).default })
}
