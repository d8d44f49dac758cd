import type { z } from 'zod'
import { en, ru } from 'zod/locales'
import { translate } from '../infra/i18n'
import type { Ctx } from './ctx'
import type { Failure, FailureType, FieldError } from './errors'

type Speaker = Pick<Ctx, 'language'>

const defaults = { ru: ru(), en: en() }

/** An expected failure whose message stands under `errors.<key>` in the locales. */
export function failure(
  ctx: Speaker,
  type: FailureType,
  code: string,
  key: string,
  more: Partial<Pick<Failure, 'path' | 'fields' | 'retryAfterSeconds'>> = {},
): Failure {
  return {
    failure: type,
    code,
    message: translate(ctx.language, `errors.${key}`, { seconds: more.retryAfterSeconds ?? 0 }),
    path: null,
    ...more,
  }
}

/** The thing does not exist, or belongs to somebody else: nobody can tell which. */
export const notFound = (ctx: Speaker, path?: string): Failure =>
  failure(ctx, 'NotFound', 'NOT_FOUND', 'notFound', { path: path ? ['input', path] : null })

/** The input cannot be used; each field says why. */
export function invalid(ctx: Speaker, fields: { path: string[]; key: string; values?: Record<string, string | number> }[]): Failure {
  const errors: FieldError[] = fields.map(({ path, key, values }) => ({
    path: ['input', ...path],
    message: translate(ctx.language, `errors.${key}`, values),
  }))
  return failure(ctx, 'ValidationFailed', 'VALIDATION_FAILED', 'validationFailed', { path: errors[0]?.path ?? null, fields: errors })
}

function messageOf(ctx: Speaker, issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith('errors.')) return issue.message
  const values = Object.fromEntries(Object.entries(issue).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  return translate(ctx.language, issue.message, values)
}

/**
 * Checks an input with the schema that the form uses too.
 * @returns the parsed data, or ValidationFailed in the caller's language
 */
export function validate<S extends z.ZodType>(
  ctx: Speaker,
  schema: S,
  input: unknown,
): { data: z.infer<S>; failed?: never } | { failed: Failure; data?: never } {
  const result = schema.safeParse(input, { error: defaults[ctx.language].localeError })
  if (result.success) return { data: result.data }
  const fields = result.error.issues.map((issue) => ({ path: ['input', ...issue.path.map(String)], message: messageOf(ctx, issue) }))
  return { failed: failure(ctx, 'ValidationFailed', 'VALIDATION_FAILED', 'validationFailed', { path: fields[0]?.path ?? null, fields }) }
}
