import { deskActivityDocument, deskArrivalsDocument } from './desk-documents'
import { deskStateOf, deskStates, type DeskState } from './desk-state'

/** How long news is gathered before the list is asked for again, and how often it is asked for without any, in milliseconds. */
const [gathering, patience] = [400, 30_000]

/** Asks for the list again when something happens to a visit of the site. That others are asked because nobody answered is no such news. */
function useDeskNews(siteId: () => string, refresh: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let clock: ReturnType<typeof setInterval> | undefined
  const { status } = useLive(deskActivityDocument, {
    variables: () => ({ siteId: siteId() }),
    onEvent() {
      clearTimeout(timer)
      timer = setTimeout(() => void refresh(), gathering)
    },
    onGap: () => void refresh(),
  })
  onMounted(() => (clock = setInterval(() => void refresh(), patience)))
  onScopeDispose(() => {
    clearTimeout(timer)
    clearInterval(clock)
  })
  return { status }
}

/**
 * Who comes to a site today, kept up to date. Who is looked for and which state is shown stand in the address.
 * @returns `rows` (those that are shown), `counts` by state, `state`, `search`, `choose(change)` (changes the address), `error`, `status`, `refresh`
 */
export async function useDesk(siteId: () => string) {
  const route = useRoute()
  const text = (name: string) => (typeof route.query[name] === 'string' && route.query[name] !== '' ? route.query[name] : undefined)
  const search = computed(() => text('search'))
  const state = computed(() => deskStates.find((each) => each === text('state')))
  const choose = (change: Record<string, string | undefined>) => navigateTo({ query: { ...route.query, ...change } }, { replace: true })

  const query = useGraphqlQuery(deskArrivalsDocument, () => ({ siteId: siteId(), search: search.value }))
  const { data, error, refresh } = query
  const { status } = useDeskNews(siteId, refresh)

  const all = computed(() => (data.value?.deskArrivals ?? []).map((arrival) => ({ ...arrival, state: deskStateOf(arrival) })))
  const counts = computed(
    () =>
      Object.fromEntries(deskStates.map((each) => [each, all.value.filter((row) => row.state === each).length])) as Record<
        DeskState,
        number
      >,
  )
  const rows = computed(() => (state.value ? all.value.filter((row) => row.state === state.value) : all.value))
  await query
  return { rows, all, counts, state, search, choose, error, status, refresh }
}
