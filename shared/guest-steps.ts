import type { Language } from './i18n/languages'

/** A text in both languages; where one is empty the other is shown. */
export type Bilingual = Record<Language, string>

/** A text in a language, or in the other where it is empty. */
export const inLanguage = (text: Bilingual, language: Language): string => text[language] || text.ru || text.en

/** Something that a guest does before they come, as the checklist on the page of their invite names it. */
export interface GuestStep {
  /** Words it: `invite.steps.<step>` in the texts of the guest's page. */
  step: 'reply' | 'companions' | 'vehicle' | 'details' | 'documents' | 'agreement' | 'induction'
  /** What it is about, where several steps are of one kind. */
  name?: Bilingual
  state: 'todo' | 'done' | 'optional'
  /** Its page, named from the invite's path on, or a place on the page of the invite itself. */
  href: string
}
