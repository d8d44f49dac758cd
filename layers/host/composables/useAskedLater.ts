import type { MaybeRefOrGetter } from 'vue'

/**
 * Asks in the browser, once the visits are on the page, and again whenever something else is wanted: the page can be read without. What
 * cannot be had changes nothing, and neither does an answer after which something was asked anew.
 * @param wanted what to ask for; undefined for nothing
 * @returns `answer` and `refresh`
 */
export function useAskedLater<W, A>(wanted: MaybeRefOrGetter<W | undefined>, ask: (wanted: W) => Promise<A>) {
  const answer = shallowRef<A>()
  const written = () => JSON.stringify(toValue(wanted))
  let asked = 0

  async function refresh(): Promise<void> {
    const [now, turn] = [toValue(wanted), ++asked]
    const fresh = now === undefined ? undefined : await ask(now).catch(() => undefined)
    if (fresh !== undefined && turn === asked) answer.value = fresh
  }
  onMounted(() => watch(written, refresh, { immediate: true }))
  return { answer, refresh }
}
