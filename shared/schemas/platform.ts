import { z } from 'zod'
import { line } from './visitors'

/** A text that may be left out; an empty one is none. */
const optional = (max: number) =>
  line(max)
    .nullish()
    .transform((text) => text || null)

/** What the platform's administrators say to everybody. The form and `changePlatformSettings` use the same. */
export const platformSettingsSchema = z
  .object({
    supportContact: optional(200),
    noticeRu: optional(300),
    noticeEn: optional(300),
    noticeUntil: z.coerce
      .date('errors.instantInvalid')
      .nullish()
      .transform((at) => at ?? null),
  })
  .refine(({ noticeRu, noticeEn }) => (noticeRu === null) === (noticeEn === null), {
    path: ['noticeEn'],
    error: 'errors.noticeBothLanguages',
  })
