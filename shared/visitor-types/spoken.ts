import { z } from 'zod'

/** A text that must be there in Russian or in English at least. @param schema of either */
export const spoken = (schema: z.ZodType<string, string>) =>
  z.object({ ru: schema, en: schema }).refine(({ ru, en }) => ru !== '' || en !== '', 'errors.textInNoLanguage')

/** By what a part of a form is known: it stays the same for as long as it is the same part. */
export const partKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'errors.fieldKeyInvalid')

/** Whether a key stands in a list twice. */
export const isRepeated = (parts: readonly { key: string }[]): boolean => new Set(parts.map(({ key }) => key)).size < parts.length
