/** A visit as the model knows it: naive on purpose, day by day, in UTC. */
export interface ModelVisit {
  /** The row that stands for it, whatever happens. */
  id: string
  /** The day on which the rule put it. */
  day: string
  /** Its time of day. */
  time: string
  isCanceled: boolean
  /** It has hours of its own. */
  isMoved: boolean
}

/** One part of a series: visits that are edited together. */
export interface ModelSeries {
  visits: ModelVisit[]
}

const dayLength = 86_400_000

/** The day so many days later. */
export const later = (day: string, days: number): string => new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10)

/** Visits every so many days. @param ids of their rows, earliest first */
export function modelSeries(ids: string[], first: string, time: string, every: number): ModelSeries {
  return { visits: ids.map((id, place) => ({ id, day: later(first, place * every), time, isCanceled: false, isMoved: false })) }
}

/** Where a visit really is: moved ones carry their own day in `at`. */
export type Placed = ModelVisit & { at?: string }

/** Moves one visit. */
export function moveOne(series: ModelSeries, place: number, days: number, time: string): void {
  const visit = series.visits[place] as Placed
  visit.at = later(visit.at ?? visit.day, days)
  visit.time = time
  visit.isMoved = true
}

/** Moves a visit and those after it, or all: the others follow it unless they were moved by themselves. */
export function moveMany(series: ModelSeries, place: number, days: number, time: string, fromStart: boolean): void {
  const pointedAt = series.visits[place] as Placed
  const target = later(pointedAt.at ?? pointedAt.day, days)
  const delta = (Date.parse(target) - Date.parse(pointedAt.day)) / dayLength
  pointedAt.isMoved = false
  delete pointedAt.at
  for (const visit of (fromStart ? series.visits : series.visits.slice(place)) as Placed[]) {
    const stays = visit.isMoved || visit.isCanceled
    if (visit.isMoved) visit.at ??= visit.day
    visit.day = later(visit.day, delta)
    if (!stays) visit.time = time
  }
}

/** The visits that take place, each with its start, in order of their rows. */
export const startsOf = (all: ModelSeries[]): string[] =>
  all
    .flatMap(({ visits }) => visits as Placed[])
    .filter(({ isCanceled }) => !isCanceled)
    .map(({ id, at, day, time }) => `${id} ${at ?? day}T${time}:00.000Z`)
    .toSorted()
