import type { Ctx } from '../../../core/ctx'
import type { AppointmentRow } from '../../../core/rows'
import { translate } from '../../../infra/i18n'
import { findPresenceProblem } from '../../hosts/use-cases/find-presence'

/** Something that whoever books a visit should know. It stands in the way of nothing. */
export interface VisitNotice {
  code: 'HOST_ABSENT' | 'HOST_OUTSIDE_HOURS'
  message: string
}

/** What whoever booked or changed a visit should know of it: that its host is not there then. */
export async function noticesOfVisit(ctx: Ctx, { hostId, startsAt, endsAt, status }: AppointmentRow): Promise<VisitNotice[]> {
  if (status === 'CANCELED') return []
  const problem = await findPresenceProblem(ctx, hostId, { startsAt, endsAt })
  if (!problem) return []
  const isAbsent = problem === 'ABSENT'
  const message = translate(ctx.language, `notices.${isAbsent ? 'hostAbsent' : 'hostOutsideHours'}`)
  return [{ code: isAbsent ? 'HOST_ABSENT' : 'HOST_OUTSIDE_HOURS', message }]
}
