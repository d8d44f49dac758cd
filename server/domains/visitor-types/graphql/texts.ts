import { inLanguage, type Bilingual } from '#shared/guest-steps'
import { builder } from '../../../graphql/builder'

/** A text that an organization wrote in one or two languages. */
export const LocalizedText = builder.objectRef<Bilingual>('LocalizedText').implement({
  description: 'A text that an organization wrote, in Russian, in English or in both.',
  fields: (t) => ({
    ru: t.exposeString('ru', { description: 'In Russian; may be empty.' }),
    en: t.exposeString('en', { description: 'In English; may be empty.' }),
    text: t.string({
      description: 'In the language of the caller; in the other one where that is empty.',
      resolve: (text, _, { language }) => inLanguage(text, language),
    }),
  }),
})

/** The same as it is sent. */
export const LocalizedTextInput = builder.inputType('LocalizedTextInput', {
  description: 'A text in Russian, in English or in both.',
  fields: (t) => ({
    ru: t.string({ defaultValue: '', description: 'In Russian.' }),
    en: t.string({ defaultValue: '', description: 'In English.' }),
  }),
})

/** A sent text without gaps. */
export const textOf = (sent: { ru?: string | null; en?: string | null } | null | undefined): Bilingual => ({
  ru: sent?.ru ?? '',
  en: sent?.en ?? '',
})
