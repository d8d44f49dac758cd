const minute = 60_000

/** The present moment in milliseconds, the same on the server and at first in the browser, then every half minute anew. */
export function useNow() {
  const now = useState('host-now', () => Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now.value = Date.now()
  }
  onMounted(() => {
    tick()
    timer = setInterval(tick, minute / 2)
  })
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
