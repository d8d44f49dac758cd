import type { VisitPass } from '../generated/prisma/client'

/** When a pass was suspended: until null for as long as it is. */
export interface Suspension {
  from: Date
  until: Date | null
}

/** All suspensions of a pass, in order, the one that stands among them. */
export function suspensionsOf({ suspensions, suspendedAt }: Pick<VisitPass, 'suspensions' | 'suspendedAt'>): Suspension[] {
  const ended = (suspensions ?? []) as { from: string; until: string }[]
  return [
    ...ended.map(({ from, until }) => ({ from: new Date(from), until: new Date(until) })),
    ...(suspendedAt ? [{ from: suspendedAt, until: null }] : []),
  ]
}
