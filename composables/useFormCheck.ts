import type { Ref } from 'vue'
import type { z } from 'zod'

interface Options {
  /** Where a person is told that the check itself could not be had. */
  refusal: Ref<string | undefined>
  /** What is said where zod has words of its own, as of a number that is none. */
  otherwise?: string
}

/**
 * Checks what a form holds with the schema of the API, which comes when somebody begins to type: zod weighs more than most pages.
 * @param load imports the schema
 * @returns `problems` by field, each a text for the reader, and `check(typed)`: what is sent; null when something is wrong with it,
 * when the check could not be had, or while an earlier one still goes on
 */
export function useFormCheck<S extends z.ZodType>(load: () => Promise<S>, { refusal, otherwise }: Options) {
  const { t } = useI18n()
  const { bring, ahead } = useLateCode(refusal)
  ahead(load)
  const problems = ref<Partial<Record<string, string>>>({})
  let isChecking = false

  async function check(typed: unknown): Promise<z.output<S> | null> {
    if (isChecking) return null
    isChecking = true
    problems.value = {}
    refusal.value = undefined
    const schema = await bring(load)
    isChecking = false
    const checked = schema?.safeParse(typed)
    // Of several problems of one field the first is told.
    for (const { path, message, ...more } of checked?.error?.issues ?? [])
      problems.value[String(path[0])] ??= t(!otherwise || message.startsWith('errors.') ? message : otherwise, { ...more })
    return checked?.success ? checked.data : null
  }

  return { problems, check }
}
