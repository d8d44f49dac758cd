import type { MaybeRefOrGetter } from 'vue'
import type { CalendarVisit } from './host-documents'
import { guestsOf, stateLooks, stateOf, type VisitLook, type VisitState } from './visit-state'
import { wallClockAt } from '#shared/wall-clock'

/** What cards say besides their visits. */
interface Wording {
  zone: string
  noGuest: string
  states: ReadonlyMap<string, string>
  /** The address of the page without what is open over it. */
  base: string
}

/** A visit as it stands in a grid, in words: nothing is left to decide. What is formatted, is when it is shown: most of a full day is not. */
export class GridCard {
  readonly id: string
  readonly startsAt: string
  readonly endsAt: string
  readonly #visit: CalendarVisit
  readonly #wording: Wording
  #hours: string | undefined

  constructor(
    visit: CalendarVisit,
    readonly state: VisitState,
    readonly mayMove: boolean,
    wording: Wording,
  ) {
    this.id = visit.id
    this.startsAt = visit.startsAt
    this.endsAt = visit.endsAt
    this.#visit = visit
    this.#wording = wording
  }

  get name(): string {
    return guestsOf(this.#visit) || this.#wording.noGuest
  }

  get hours(): string {
    const { zone } = this.#wording
    return (this.#hours ??= `${wallClockAt(this.startsAt, zone).time}–${wallClockAt(this.endsAt, zone).time}`)
  }

  get stateWords(): string {
    return this.#wording.states.get(this.state) ?? ''
  }

  /** By which its colours are chosen. */
  get look(): VisitLook {
    return stateLooks[this.state].look
  }

  get icon(): string {
    return stateLooks[this.state].icon.replace('i-lucide-', 'i-lucide:')
  }

  /** All of it in one line. */
  get words(): string {
    return [this.hours, this.name, this.stateWords, this.#visit.room?.name, this.#visit.title].filter(Boolean).join(' · ')
  }

  get href(): string {
    const { base } = this.#wording
    return `${base}${base.endsWith('?') ? '' : '&'}visit=${encodeURIComponent(this.id)}`
  }

  /** Whether it stands where another of the same page does, and says the same. */
  isAs(other: GridCard): boolean {
    const isThere = this.startsAt === other.startsAt && this.endsAt === other.endsAt
    return isThere && this.mayMove === other.mayMove && this.state === other.state && this.words === other.words
  }
}

interface Options {
  visits: MaybeRefOrGetter<readonly CalendarVisit[]>
  zone: MaybeRefOrGetter<string>
  now: MaybeRefOrGetter<number>
  mayMove: (visit: CalendarVisit) => boolean
}

/** What is open over the page is no part of a link in it. */
const closed = { visit: undefined, act: undefined, new: undefined }

/** The cards of a grid, and `hrefOf(changes)` for links beside them. */
export function useGridCards({ visits, zone, now, mayMove }: Options) {
  const route = useRoute()
  const { t } = useI18n()

  /** The address of the page with another query: written by hand, because resolving hundreds of routes is slow. */
  function hrefOf(changes: Record<string, string | undefined>): string {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...route.query, ...closed, ...changes }))
      if (typeof value === 'string' && value) query.set(name, value)
    return `${route.path}?${query}`
  }

  const base = computed(() => hrefOf({}))
  const wording = computed<Wording>(() => ({
    zone: toValue(zone),
    noGuest: t('host.noGuest'),
    states: new Map(Object.keys(stateLooks).map((state) => [state, t(`host.states.${state}`)])),
    base: base.value,
  }))
  /** What was written, for as long as all that cards say besides is the same. */
  const written = computed(() => ({ in: wording.value, cards: new Map<string, { visit: CalendarVisit; card: GridCard }>() }))
  // A card that says the same is the same: nothing has to be drawn anew for it.
  const cards = computed<GridCard[]>(() => {
    const { in: words, cards: known } = written.value
    return toValue(visits).map((visit) => {
      const kept = known.get(visit.id)
      const [state, isMovable] = [stateOf(visit, toValue(now)), mayMove(visit)]
      if (kept?.visit === visit && kept.card.state === state && kept.card.mayMove === isMovable) return kept.card
      const fresh = new GridCard(visit, state, isMovable, words)
      const card = kept?.card.isAs(fresh) ? kept.card : fresh
      known.set(visit.id, { visit, card })
      return card
    })
  })
  return { cards, hrefOf }
}
