/** Keeps the screen on while the component lives and the page is in sight, where the browser can. */
export function useWakeLock() {
  let lock: WakeLockSentinel | undefined

  async function take() {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    // Refused on a low battery: the screen then goes dark as it always does.
    lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }

  onMounted(() => {
    void take()
    document.addEventListener('visibilitychange', take)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', take)
    void lock?.release()
  })
}
