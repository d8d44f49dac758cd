import type { Appointment } from '../../../../generated/prisma/client'
import type { Work } from '../change-visit'
import type { SeriesRow } from '../co-hosts'
import { dropVisits, type Dropping } from '../drop-visits'
import { visitsOf } from './series-state'
import { endBefore } from './split-series'

/** Calls off the visits of a series that have not begun, from one of them on or all. No further ones will follow. */
export async function endSeries(
  work: Work,
  series: SeriesRow,
  from: Appointment,
  scope: 'FOLLOWING' | 'ALL',
  dropping: Dropping,
): Promise<void> {
  const { ctx, tx } = work
  const visits = (await visitsOf(work, series, scope === 'FOLLOWING' ? (from.occurrence ?? undefined) : undefined)).filter(
    ({ isSettled }) => !isSettled,
  )
  const [first] = visits
  const goesOn = !!first && (await endBefore(work, series, first.occurrence))
  const at = ctx.now()
  await tx.appointmentSeries.updateMany({
    where: { id: series.id },
    data: { ruleBeforeEnd: series.rule, ruleEndedAt: at, ...(goesOn ? {} : { endedAt: at }) },
  })
  await dropVisits(work, [...new Set([from.id, ...visits.map(({ id }) => id)])], { ...dropping, at })
}
