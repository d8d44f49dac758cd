import type { ScanResult } from '#shared/generated/gql/graphql'
import type { LiveStatus } from '~/composables/live-subscription'
import { mergeRows } from './feed-rows'
import { checkinsDocument, feedCursorDocument, gateActivityDocument, type CheckinRow } from './gate-documents'

interface FeedOptions {
  /** What is followed: a site or a gate; watched. */
  of: () => { siteId?: string; gateId?: string }
  /** Narrow the list to one gate, and to some results, not what is followed; watched. */
  gateId?: () => string | undefined
  results?: () => ScanResult[] | undefined
  /** How many are listed at first, and kept. */
  first: number
  keep: number
  /** Called for everything that is followed. */
  onEvent?: (checkin: CheckinRow) => void
  /** Called when events were missed, after which the list is loaded anew. */
  onGap?: () => void
}

/** Pause in which events are gathered before the list is drawn again, in milliseconds. */
const drawPause = 50

/** Rows to which many may be added at once: they are gathered for a moment, then drawn together. */
function useGathered(keep: number) {
  const rows = shallowRef<readonly CheckinRow[]>([])
  const freshIds = new Set<string>()
  let arrived: CheckinRow[] = []
  let drawing: ReturnType<typeof setTimeout> | undefined

  function draw() {
    drawing = undefined
    rows.value = mergeRows(rows.value, arrived, keep)
    arrived = []
  }

  function add(checkin: CheckinRow) {
    freshIds.add(checkin.id)
    arrived.push(checkin)
    drawing ??= setTimeout(draw, drawPause)
  }

  onScopeDispose(() => clearTimeout(drawing))
  return { rows, freshIds, add }
}

/** What only this screen scans: for whoever may scan, but not see what others did. The same shape as {@link useGateFeed}. */
export function useOwnFeed(keep: number) {
  return { ...useGathered(keep), status: ref<LiveStatus>('connecting'), error: ref(), refresh: () => Promise.resolve() }
}

/**
 * The newest scans and, in the browser, those that come. The feed's place is asked before the list, so nothing falls
 * between the two; a lost connection goes on where it broke.
 * @returns `rows` (newest first), `add(checkin)`, `status`, `error`, `refresh`, `freshIds` (of those that came live)
 */
export async function useGateFeed({ of, gateId, results, first, keep, onEvent, onGap }: FeedOptions) {
  const request = useGraphqlRequest()
  const { rows, freshIds, add } = useGathered(keep)
  const listed = () => ({ ...of(), ...(gateId?.() && { gateId: gateId() }), ...(results?.() && { result: results() }) })
  // What is listed stays when it turns out otherwise: it would vanish while somebody looks at it.
  const isListed = ({ id, gate, result }: CheckinRow) =>
    (!gateId?.() || gate.id === gateId()) && (results?.()?.includes(result) ?? true) ? true : rows.value.some((row) => row.id === id)

  const loading = useAsyncData(
    `feed:${JSON.stringify(listed())}`,
    async () => {
      const wanted = of()
      const { gateActivityCursor: after } = await request(feedCursorDocument)
      const { checkins } = await request(checkinsDocument, { first, ...listed() })
      return { wanted, after, rows: checkins.edges.map(({ node }) => node) }
    },
    { deep: false, watch: [() => JSON.stringify(listed())] },
  )
  const { data, error, refresh } = loading
  const take = () => {
    rows.value = data.value?.rows ?? []
  }
  watch(data, take, { immediate: true })

  const { status } = useLive(gateActivityDocument, {
    variables: () => ({ ...data.value?.wanted, after: data.value?.after }),
    onEvent: ({ gateActivity: { checkin } }) => {
      if (isListed(checkin)) add(checkin)
      onEvent?.(checkin)
    },
    onGap: () => {
      void refresh()
      onGap?.()
    },
  })
  // Last: after an await Vue no longer knows whose hooks these are.
  await loading
  // Nothing is watched on the server.
  if (import.meta.server) take()
  return { rows, add, status, error, refresh, freshIds }
}
