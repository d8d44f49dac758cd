import { BegunCalls } from './begun-calls'
import { offlineNamesDocument, type KeptName } from './names-documents'
import { NamesKeeper, type BringNames, type NamesShown } from './names-keeper'
import { NamesStore, type NamedSite } from './names-store'

/** How often it is looked whether names are due or over, and how long an answer is waited for, in milliseconds. */
const [looking, patience] = [5_000, 10_000]

/** Brings all names of a site, part after part. */
function useBringing(): BringNames {
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const part = async (siteId: string, after: string | null) =>
    (await request(offlineNamesDocument, { siteId, after }, AbortSignal.timeout(patience))).offlineNames ?? null
  return async (siteId) => {
    const names: KeptName[] = []
    for (let after: string | null = null; ;) {
      const answer: Awaited<ReturnType<typeof part>> = await part(siteId, after)
      if (!answer) return null
      names.push(...answer.names)
      if (!answer.after) return { names, graceMinutes: answer.graceMinutes }
      after = answer.after
    }
  }
}

/** Lives as long as the page: looks at once, every few seconds, and whenever the network comes or goes. */
function useKeeper(open: () => Promise<NamesKeeper | null>) {
  let keeper: NamesKeeper | null = null
  let timer: ReturnType<typeof setInterval> | undefined
  let isLeft = false
  const turned = () => void keeper?.round(true)
  onMounted(async () => {
    const opened = await open()
    if (isLeft) return opened?.close()
    keeper = opened
    await keeper?.look()
    await keeper?.round(true)
    if (!isLeft) timer = setInterval(() => void keeper?.round(false), looking)
    for (const event of ['online', 'offline'] as const) window.addEventListener(event, turned)
  })
  onBeforeUnmount(() => {
    isLeft = true
    clearInterval(timer)
    for (const event of ['online', 'offline'] as const) window.removeEventListener(event, turned)
    keeper?.close()
    keeper = null
  })
  return () => keeper
}

/**
 * The names of who is inside or due today, as this device keeps them: kept up to date while there is a connection, without the PIN; read by it
 * alone; gone when the grace of their site is over, ten wrong PINs were given, the reader may see them no more, or signs out.
 * @param site whose names are kept from the choice of a PIN on; others that are kept go on being kept
 * @returns `shown`, `keeper`, `choosePin`, `unlock`, `forget`
 */
export function useNames(site: () => NamedSite | undefined) {
  const { viewer } = useViewer()
  const bring = useBringing()
  const shown = shallowRef<NamesShown>({ vault: 'UNKNOWN', sets: [], names: new Map(), calls: [], isCut: false })
  const userId = viewer.value?.user?.id
  const keeper = useKeeper(async () => {
    // Browsers seal on secure addresses only, and some not in private windows.
    const names = userId && window.isSecureContext ? await NamesStore.open(`gc-names-${userId}`).catch(() => null) : null
    if (names) return new NamesKeeper(names, await BegunCalls.open(`gc-begun-${userId}`), bring, site, (now) => (shown.value = now))
    shown.value = { ...shown.value, vault: 'UNABLE' }
    return null
  })
  return {
    shown,
    keeper,
    choosePin: async (pin: string) => (await keeper()?.choose(pin)) ?? null,
    unlock: async (pin: string) => {
      const open = keeper()
      return open ? open.unlock(pin) : 0
    },
    forget: async () => keeper()?.forget(),
  }
}
