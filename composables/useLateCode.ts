import type { Ref } from 'vue'

/**
 * Code that a page needs only when something is sent, with the texts of what may be wrong: it comes when somebody begins to type, so that
 * sending does not depend on a network that may be gone by then.
 * @param refusal where a person is told that it could not be had
 * @returns `bring(load)`: what was loaded, or null; `ahead(load)`: has it come as soon as somebody is at the page; a form that
 * takes the focus by itself waits for an `input`
 */
export function useLateCode(refusal: Ref<string | undefined>) {
  const { t } = useI18n()
  const { $bringTexts } = useNuxtApp()

  async function bring<T>(load: () => Promise<T>): Promise<T | null> {
    try {
      const [brought] = await Promise.all([load(), $bringTexts(['checks'])])
      return brought
    } catch {
      // Browsers remember of a part that it could not be loaded, and a newer release has other parts.
      refusal.value = t(navigator.onLine ? 'common.failures.partMissing' : 'common.failures.offline')
      return null
    }
  }

  function ahead(load: () => Promise<unknown>, sign: 'focusin' | 'input' = 'focusin'): void {
    const begin = () => void Promise.all([load(), $bringTexts(['checks'])]).catch(() => undefined)
    onMounted(() => document.addEventListener(sign, begin, { once: true }))
    onScopeDispose(() => {
      if (import.meta.client) document.removeEventListener(sign, begin)
    })
  }

  return { bring, ahead }
}
