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

const isSame = (one: GridCard, other: GridCard): boolean =>
  (Object.keys(one) as (keyof GridCard)[]).every((name) => one[name] === other[name])

/** What is open over the page is no part of a link in it. */
const closed = { visit: undefined, act: undefined, new: undefined }

/** Puts a visit into words. @returns `write`, which takes the address of the page without what is open over it */
function useCardWriter(zone: MaybeRefOrGetter<string>) {
  const { time } = useTime()
  const { t } = useI18n()
  return function write(visit: CalendarVisit, state: VisitState, isMovable: boolean, base: string): GridCard {
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
      href: `${base}${base.endsWith('?') ? '' : '&'}visit=${encodeURIComponent(visit.id)}`,
      mayMove: isMovable,
    }
  }
}

/** The cards of a grid, and `hrefOf(changes)` for links beside them. */
export function useGridCards({ visits, zone, now, mayMove }: Options) {
  const route = useRoute()
  const { locale } = useI18n()
  const write = useCardWriter(zone)

  /** The address of the page with another query: written by hand, because resolving hundreds of routes is slow. */
  function hrefOf(changes: Record<string, string | undefined>): string {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...route.query, ...closed, ...changes }))
      if (typeof value === 'string' && value) query.set(name, value)
    return `${route.path}?${query}`
  }

  const base = computed(() => hrefOf({}))

  /** What was written, for as long as all that cards say besides is the same. */
  const written = computed(() => ({
    in: [base.value, toValue(zone), locale.value],
    cards: new Map<string, { visit: CalendarVisit; card: GridCard }>(),
  }))
  // A card that says the same is the same: nothing has to be drawn anew for it.
  const cards = computed<GridCard[]>(() => {
    const { cards: known } = written.value
    return toValue(visits).map((visit) => {
      const kept = known.get(visit.id)
      const [state, isMovable] = [stateOf(visit, toValue(now)), mayMove(visit)]
      if (kept?.visit === visit && kept.card.state === state && kept.card.mayMove === isMovable) return kept.card
      const fresh = write(visit, state, isMovable, base.value)
      const card = kept && isSame(kept.card, fresh) ? kept.card : fresh
      known.set(visit.id, { visit, card })
      return card
    })
  })
  return { cards, hrefOf }
}
