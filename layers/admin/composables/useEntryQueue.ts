import { queueAhead, queueOf, type QueuedVisit } from './entry-queue'
import { entryQueueDocument, visitNewsDocument } from './queue-documents'
import { useNow } from './useNow'

/** Shortest pause between two looks at the queue while events flow, in milliseconds. */
const pause = 2_000

/** How many visits are looked at, in pages of so many. */
const [most, page] = [500, 100]

/** Who is to come in at a site soon; follows what guests say, what is decided and who comes. @returns `queue`, `error`, `refresh` */
export async function useEntryQueue(siteId: string) {
  const request = useGraphqlRequest()
  const now = useNow(60_000)
  const minute = computed(() => Math.floor(now.value / 60_000) * 60_000)
  let looking: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<QueuedVisit[]> {
    const [from, to] = [new Date(minute.value).toISOString(), new Date(minute.value + queueAhead).toISOString()]
    const visits: QueuedVisit[] = []
    let after: string | null = null
    do {
      const {
        appointments,
      }: { appointments: { edges: { node: QueuedVisit }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await request(
        entryQueueDocument,
        { siteId, from, to, first: page, after },
      )
      visits.push(...appointments.edges.map(({ node }) => node))
      after = appointments.pageInfo.hasNextPage ? appointments.pageInfo.endCursor : null
    } while (after !== null && visits.length < most)
    return visits
  }

  const loading = useAsyncData(`queue:${siteId}`, read, { deep: false, watch: [minute] })
  const { data, error, refresh } = loading
  const lookSoon = () => {
    looking ??= setTimeout(() => {
      looking = undefined
      void refresh()
    }, pause)
  }
  useLive(visitNewsDocument, { variables: () => ({ siteId }), onEvent: lookSoon, onGap: lookSoon })
  onScopeDispose(() => clearTimeout(looking))
  const queue = computed(() => queueOf(data.value ?? [], now.value))
  // Last: after an await Vue no longer knows whose hooks these are.
  await loading
  return { queue, error, refresh }
}
