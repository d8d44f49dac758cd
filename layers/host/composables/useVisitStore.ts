import type { MaybeRefOrGetter } from 'vue'
import { visitsByIdDocument, type CalendarVisit, type Visit } from './host-documents'
import { isUnsettled } from './visit-state'

/** Pauses between looks at visits whose invite is under way, in milliseconds: about a minute in all. */
const pauses = [700, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 8_000, 12_000, 20_000]
/** As many visits are looked at anew by one question. */
const mostWatched = 50

interface Options {
  /** Whether a visit that was just made belongs on the page. */
  belongs: (visit: CalendarVisit) => boolean
  /** What is watched besides the page, such as the visit that is open. */
  openId?: MaybeRefOrGetter<string | undefined>
}

/**
 * The visits of a page: those that were loaded, with what changed since on top. Invites that are under way are
 * looked at again until they are sent, for a minute at most.
 * @returns `visits`, `find(id)`, `put(visit)`, `look(ids)` to ask for some anew
 */
export function useVisitStore<V extends CalendarVisit>(loaded: MaybeRefOrGetter<readonly V[]>, { belongs, openId }: Options) {
  const request = useGraphqlRequest()
  const changed = shallowRef(new Map<string, V | Visit>())
  const visits = computed(() =>
    merge<V>(toValue(loaded), changed.value).filter((visit, index) => index < toValue(loaded).length || belongs(visit)),
  )
  const find = (id: string | undefined) => (id ? (changed.value.get(id) ?? visits.value.find((visit) => visit.id === id)) : undefined)

  function put(...fresh: (V | Visit)[]): void {
    changed.value = new Map([...changed.value, ...fresh.map((visit) => [visit.id, visit] as const)])
  }

  /** Asks for visits as they are now, as many at a time as one question may be about. @returns those that exist and may be seen */
  async function look(ids: string[]): Promise<Visit[]> {
    const fresh: Visit[] = []
    for (let place = 0; place < ids.length; place += mostWatched) {
      const { nodes } = await request(visitsByIdDocument, { ids: ids.slice(place, place + mostWatched) })
      const found = nodes.filter((node): node is Visit => node !== null && 'startsAt' in node)
      if (found.length > 0) put(...found)
      fresh.push(...found)
    }
    return fresh
  }

  watch(
    () => toValue(loaded),
    (page) => {
      // Of the one that is open more is known than a page asks for.
      const known = new Set(page.flatMap(({ id }) => (id === toValue(openId) ? [] : [id])))
      const open = toValue(openId)
      if (open && changed.value.has(open)) void look([open]).catch(() => [])
      changed.value = new Map([...changed.value].filter(([id]) => !known.has(id)))
    },
  )
  useFollow(() => {
    const open = find(toValue(openId))
    const all = open ? [open, ...visits.value] : visits.value
    return [...new Set(all.filter((visit) => isUnsettled(visit, Date.now())).map(({ id }) => id))].slice(0, mostWatched)
  }, look)
  return { visits, find, put, look }
}

function merge<V extends CalendarVisit>(page: readonly V[], changed: Map<string, V | Visit>): (V | Visit)[] {
  const known = new Set(page.map(({ id }) => id))
  return [...page.map((visit) => changed.get(visit.id) ?? visit), ...[...changed.values()].filter(({ id }) => !known.has(id))]
}

/** Looks again and again, more and more seldom; a new id starts it anew. */
function useFollow(ids: () => string[], look: (ids: string[]) => Promise<Visit[]>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let seen = new Set<string>()
  let round = 0

  function next(): void {
    clearTimeout(timer)
    const pause = pauses[round]
    if (ids().length > 0 && pause !== undefined) timer = setTimeout(turn, pause)
  }
  async function turn(): Promise<void> {
    round++
    const asked = ids()
    // A lost answer is no reason to stop looking; what is wrong shows in what the person does next.
    if (asked.length > 0 && !document.hidden) await look(asked).catch(() => [])
    next()
  }
  onMounted(() => {
    watch(
      () => ids().join(),
      () => {
        const now = new Set(ids())
        const isNew = [...now].some((id) => !seen.has(id))
        seen = now
        if (!isNew) return
        round = 0
        next()
      },
      { immediate: true },
    )
  })
  onScopeDispose(() => clearTimeout(timer))
}
