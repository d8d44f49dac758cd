/** For how long nobody may do anything, and for how long before the end it is asked, in seconds. */
const [patience, asking] = [60, 15]

const signs = ['pointerdown', 'keydown', 'input'] as const

/**
 * Notices that nobody is there any more.
 * @param isNeeded whether there is anything that the next one must not see
 * @param done is called when the time is over
 * @returns `left`: how many seconds are left, once it is asked; null before. `stay()` begins anew
 */
export function useIdle(isNeeded: () => boolean, done: () => void) {
  const quiet = ref(0)
  const stay = () => (quiet.value = 0)
  const left = computed(() => (isNeeded() && quiet.value >= patience - asking ? patience - quiet.value : null))

  onMounted(() => {
    const timer = setInterval(() => {
      quiet.value = isNeeded() ? quiet.value + 1 : 0
      if (quiet.value >= patience) done()
    }, 1_000)
    for (const sign of signs) window.addEventListener(sign, stay, { capture: true })
    onScopeDispose(() => {
      clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, stay, { capture: true })
    })
  })
  return { left, stay }
}
