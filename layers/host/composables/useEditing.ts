import type { MaybeRefOrGetter } from 'vue'
import type { Editing } from './editing'
import type { CalendarVisit, Visit } from './host-documents'
import type { Colleague, Place } from './usePlaces'
import { useVisitEdits } from './useVisitEdits'
import { isOpen } from './visit-state'

interface Options {
  sites: MaybeRefOrGetter<readonly Place[]>
  colleagues: MaybeRefOrGetter<readonly Colleague[]>
  ownHostId: MaybeRefOrGetter<string | null>
  now: MaybeRefOrGetter<number>
  put: (...fresh: Visit[]) => void
  refresh: () => Promise<unknown>
}

/** Everything that changing visits on a page takes: who may, where to, and how it is sent. */
export function useEditing({ sites, colleagues, ownHostId, now, put, refresh }: Options) {
  const { can, canBeyondOwn } = useViewer()
  const edits = useVisitEdits({ put, refresh })

  const mayCreate = computed(() => can('appointment:create'))
  const mayForAll = computed(() => canBeyondOwn('appointment:create'))
  /** Oneself, and those for whom one acts. */
  const ownIds = computed(
    () => new Set([toValue(ownHostId), ...toValue(colleagues).flatMap(({ id, isSeenOnly }) => (isSeenOnly ? [] : id))]),
  )
  const isOwn = ({ host, coHosts }: CalendarVisit) => [host, ...coHosts].some(({ id }) => ownIds.value.has(id))
  const may = (visit: CalendarVisit): boolean =>
    mayCreate.value && isOpen(visit) && Date.parse(visit.endsAt) > toValue(now) && (mayForAll.value || isOwn(visit))

  const editing = computed<Editing>(() => ({ may, sites: toValue(sites), colleagues: toValue(colleagues), edits }))
  return { edits, may, editing }
}
