import type { VisitPass } from '../generated/prisma/client'

/** The id of the zone of each of those who are inside on a pass, one of them at least; null for who is in none in particular. */
export function placesOfPeople({ type, peopleInside, zones }: Pick<VisitPass, 'type' | 'peopleInside' | 'zones'>): (string | null)[] {
  const placed = Object.entries((zones ?? {}) as Record<string, number>).flatMap(([zoneId, people]) => Array<string>(people).fill(zoneId))
  const people = type === 'GROUP' ? Math.max(peopleInside, 1) : 1
  return Array.from({ length: people }, (_, index) => placed[index] ?? null)
}
