import type { MaybeRefOrGetter } from 'vue'
import type { CalendarVisit } from './host-documents'
import { guestsOf, stateLooks, stateOf, type VisitState } from './visit-state'

/** A visit as it stands in a grid, in words: nothing is left to decide or to format. */
export interface GridCard {
  id: string
  startsAt: string
  endsAt: string
  name: string
  hours: string
  state: VisitState
  stateWords: string
  /** By which its colours are chosen. */
  look: string
  icon: string
  /** All of it in one line. */
  words: string
  href: string
  mayMove: boolean
}

interface Options {
  visits: MaybeRefOrGetter<readonly CalendarVisit[]>
  zone: MaybeRefOrGetter<string>
  now: MaybeRefOrGetter<number>
  mayMove: (visit: CalendarVisit) => boolean
}

/** The cards of a grid, and `hrefOf(changes)` for links beside them. */
export function useGridCards({ visits, zone, now, mayMove }: Options) {
  const route = useRoute()
  const { time } = useTime()
  const { t } = useI18n()

  /** The address of the page with another query: written by hand, because resolving hundreds of routes is slow. */
  function hrefOf(changes: Record<string, string | undefined>): string {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...route.query, ...changes }))
      if (typeof value === 'string' && value) query.set(name, value)
    return `${route.path}?${query}`
  }

  const cards = computed<GridCard[]>(() => {
    const base = hrefOf({ visit: undefined })
    const sign = base.endsWith('?') ? '' : '&'
    return toValue(visits).map((visit) => {
      const state = stateOf(visit, toValue(now))
      const name = guestsOf(visit) || t('host.noGuest')
      const hours = `${time(visit.startsAt, toValue(zone))}–${time(visit.endsAt, toValue(zone))}`
      const stateWords = t(`host.states.${state}`)
      const { icon, look } = stateLooks[state]
      return {
        id: visit.id,
        startsAt: visit.startsAt,
        endsAt: visit.endsAt,
        name,
        hours,
        state,
        stateWords,
        look,
        icon: icon.replace('i-lucide-', 'i-lucide:'),
        words: [hours, name, stateWords, visit.room?.name, visit.title].filter(Boolean).join(' · '),
        href: `${base}${sign}visit=${encodeURIComponent(visit.id)}`,
        mayMove: mayMove(visit),
      }
    })
  })
  return { cards, hrefOf }
}
