import { kioskDocument, reportKioskDocument } from '#layers/admin/composables/kiosk-documents'
import { batteryOf } from '#layers/admin/composables/offline/battery'

/** How often a kiosk looks whether it is locked or gone, and how often it says how it is, in milliseconds. */
const [lookEvery, reportEvery] = [5_000, 60_000]

/**
 * The kiosk that this browser is, looked at again and again: whoever locks or revokes it is heard within seconds, and a network that is away
 * as well.
 * @returns `kiosk` (null for a browser that is none), `isAway`, and `look`, which asks now
 */
export async function useKiosk() {
  // What belongs to the component is said before anything is waited for.
  const asking = useGraphqlQuery(kioskDocument)
  const { data, error, refresh } = asking
  const { run: report } = useGraphqlMutation(reportKioskDocument)
  const isAway = ref(false)
  const kiosk = computed(() => data.value?.kiosk ?? null)
  let looking: Promise<void> | undefined

  async function ask() {
    await refresh()
    isAway.value = error.value !== undefined
    looking = undefined
  }
  const look = () => (looking ??= ask())
  const tell = async () => {
    if (kiosk.value) await report({ input: { ...(await batteryOf()), appVersion: kiosk.value.version } }).catch(() => undefined)
  }

  onMounted(() => {
    const timers = [setInterval(look, lookEvery), setInterval(tell, reportEvery)]
    void tell()
    const away = () => (isAway.value = true)
    window.addEventListener('offline', away)
    window.addEventListener('online', look)
    onScopeDispose(() => {
      timers.forEach(clearInterval)
      window.removeEventListener('offline', away)
      window.removeEventListener('online', look)
    })
  })
  await asking
  isAway.value = error.value !== undefined
  return { kiosk, isAway, look }
}
