import type { EntryQueueQuery } from '#shared/generated/gql/graphql'

/** A visit with those who are to come to it. */
export type QueuedVisit = EntryQueueQuery['appointments']['edges'][number]['node']

type Visit = QueuedVisit
type Pass = Visit['visitPasses']['edges'][number]['node']

/** Why somebody stands in the queue: they said that they are here, somebody has to decide, or their time has come. */
export type QueueKind = 'HERE' | 'UNDECIDED' | 'DUE'

/** Somebody who is to come in soon. */
export interface QueuedGuest {
  kind: QueueKind
  visit: Visit
  pass: Pass
  /** Since when they are here, or when they are to be, in milliseconds. */
  at: number
}

/** How far ahead is looked, in milliseconds. */
export const queueAhead = 3_600_000

const order: QueueKind[] = ['HERE', 'UNDECIDED', 'DUE']

function queued(visit: Visit, pass: Pass, now: number): QueuedGuest | null {
  const starts = Date.parse(visit.startsAt) + (pass.lateMinutes ?? 0) * 60_000
  if (pass.presence !== 'EXPECTED' || Date.parse(visit.endsAt) <= now) return null
  if (pass.status === 'PENDING_APPROVAL') return { kind: 'UNDECIDED', visit, pass, at: starts }
  if (pass.status !== 'ACTIVE' && pass.status !== 'DRAFT') return null
  if (pass.hereAt) return { kind: 'HERE', visit, pass, at: Date.parse(pass.hereAt) }
  return pass.reply !== 'DECLINED' && starts <= now + queueAhead ? { kind: 'DUE', visit, pass, at: starts } : null
}

/**
 * Who is to come in soon: first whoever says that they are here, the longest wait first, then whoever somebody has to decide about, then
 * whoever is due. Whoever has come, has declined or whose visit is over is not in it.
 */
export const queueOf = (visits: readonly Visit[], now: number): QueuedGuest[] =>
  visits
    .flatMap((visit) => visit.visitPasses.edges.map(({ node }) => queued(visit, node, now)))
    .filter((guest) => guest !== null)
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || one.at - other.at)
