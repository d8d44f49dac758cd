import type { CheckinRow } from './gate-documents'
import { insideDocument, presenceDocument, type InsideGuest } from './site-documents'

/** How many of those inside are listed. */
const listed = 100

/** Shortest pause between two counts while events flow, in milliseconds. */
const countPause = 1_000

/**
 * Who is inside a site and the numbers of its day. `move(checkin)` follows an event at once; the numbers are counted
 * again by the server, once a second at most however many events come.
 */
export async function useInside(siteId: () => string) {
  const request = useGraphqlRequest()
  const inside = shallowRef<readonly InsideGuest[]>([])
  let counting: ReturnType<typeof setTimeout> | undefined

  const loading = useAsyncData(
    `inside:${siteId()}`,
    async () => {
      const [{ presence }, { visitPasses }] = await Promise.all([
        request(presenceDocument, { siteId: siteId() }),
        request(insideDocument, { siteId: siteId(), first: listed }),
      ])
      return { presence, guests: visitPasses.edges.map(({ node }) => node) }
    },
    { deep: false, watch: [siteId] },
  )
  const { data, error, refresh } = loading
  const counts = computed(() => data.value?.presence ?? null)
  const take = () => {
    inside.value = data.value?.guests ?? []
  }
  watch(data, take, { immediate: true })

  function move({ visitPass }: CheckinRow) {
    counting ??= setTimeout(count, countPause)
    if (!visitPass) return
    const others = inside.value.filter(({ id }) => id !== visitPass.id)
    if (visitPass.presence === 'INSIDE') inside.value = [...others, visitPass]
    else if (others.length < inside.value.length) inside.value = others
  }

  function count() {
    // Before it is asked: what happens while the server counts is counted by the next.
    counting = undefined
    return refresh()
  }

  onScopeDispose(() => clearTimeout(counting))
  // Last: after an await Vue no longer knows whose hooks these are.
  await loading
  // Nothing is watched on the server.
  if (import.meta.server) take()
  return { inside, counts, listed, error, refresh, move }
}
