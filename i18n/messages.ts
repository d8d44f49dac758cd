import type { LocaleMessage } from '@intlify/core-base'
import { markRaw } from 'vue'
import type { VueMessageType } from 'vue-i18n'
import type { Language } from '#shared/i18n/languages'

/** Every text of the interface, by section and name. */
export type Messages = LocaleMessage<VueMessageType>

// Written out, so that each language is a chunk of its own and a browser loads only the one it shows.
const chunks: Record<Language, () => Promise<{ default: Messages }>> = {
  ru: () => import('./locales/ru.json'),
  en: () => import('./locales/en.json'),
}

/** The texts of one language. They never change, so Vue need not watch them. */
export async function loadMessages(language: Language): Promise<Messages> {
  return markRaw({ ...(await chunks[language]()).default })
}
