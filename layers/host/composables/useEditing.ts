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

  const hostsOf = (visit: CalendarVisit) => [visit.host, ...visit.coHosts].map(({ id }) => id)
  const isOwn = (visit: CalendarVisit) => hostsOf(visit).some((id) => id === toValue(ownHostId))
  const actsFor = (visit: CalendarVisit) => toValue(colleagues).some(({ id, isSeenOnly }) => !isSeenOnly && hostsOf(visit).includes(id))
  const may = (visit: CalendarVisit): boolean =>
    can('appointment:create') &&
    isOpen(visit) &&
    Date.parse(visit.endsAt) > toValue(now) &&
    (canBeyondOwn('appointment:create') || isOwn(visit) || actsFor(visit))

  const editing = computed<Editing>(() => ({ may, sites: toValue(sites), colleagues: toValue(colleagues), edits }))
  return { edits, may, editing }
}
