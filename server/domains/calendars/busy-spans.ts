/** From when to when somebody or something is taken. */
export interface Span {
  startsAt: Date
  endsAt: Date
}

/** The same spans without overlaps and without those of no length, earliest first. Spans that touch become one. */
export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const { startsAt, endsAt } of spans.toSorted((one, other) => +one.startsAt - +other.startsAt)) {
    const last = result.at(-1)
    if (endsAt <= startsAt) continue
    if (last && startsAt <= last.endsAt) last.endsAt = endsAt > last.endsAt ? endsAt : last.endsAt
    else result.push({ startsAt, endsAt })
  }
  return result
}
