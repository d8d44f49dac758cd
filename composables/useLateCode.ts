import type { Ref } from 'vue'

/**
 * Code that a page needs only when something is sent, and does not load before.
 * @param refusal where a person is told that it could not be had
 * @returns `bring(load)`: what was loaded, or null
 */
export function useLateCode(refusal: Ref<string | undefined>) {
  const { t } = useI18n()

  return async function bring<T>(load: () => Promise<T>): Promise<T | null> {
    try {
      return await load()
    } catch {
      refusal.value = t('common.failures.offline')
      return null
    }
  }
}
