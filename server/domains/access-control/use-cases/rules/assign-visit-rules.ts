import type { z } from 'zod'
import { assignVisitRulesSchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Appointment, Prisma } from '../../../../generated/prisma/client'
import { emitAll } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { AccessRulesAssigned } from '../../events'
import { assignable, keptIds, namesOf } from './assignable-rules'
import { assignedIds, authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

type Scope = z.output<typeof assignVisitRulesSchema>['scope']

/** A visit as far as its place in a series goes. */
type Placed = Pick<Appointment, 'id' | 'siteId' | 'seriesId' | 'occurrence'>

/** The visits of a series that a scope means beside the one that was pointed at: what has begun, and what is elsewhere by now, is never touched. */
function othersOf(ctx: Ctx, { id, siteId, seriesId, occurrence }: Placed, scope: Scope): Prisma.AppointmentWhereInput {
  const ahead = { seriesId, siteId, startsAt: { gt: ctx.now() }, id: { not: id } }
  return scope === 'ALL' ? ahead : { ...ahead, occurrence: { gt: occurrence ?? '' } }
}

/** Takes the series, so that none of its visits is made meanwhile, and has those that are made later begin with the rules. */
async function writeSeries(tx: TenantTransaction, seriesId: string, accessRuleIds: ReturnType<typeof keptIds>): Promise<void> {
  await tx.appointmentSeries.updateMany({ where: { id: seriesId }, data: { accessRuleIds } })
}

/**
 * Assigns rules to a visit, or to it and others of its series: these, and no others. They hold for every pass of the visits, beside those that
 * were assigned to a pass itself. Visits of the series that are made later begin with them, unless they are for this one alone.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED
 */
export async function assignVisitRules(ctx: Ctx, input: z.input<typeof assignVisitRulesSchema>): Promise<Appointment | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, assignVisitRulesSchema, input)
  if (failed) return failed
  const { appointmentId: id } = data
  const found = isId(id) ? await ctx.db.appointment.findUnique({ where: { id }, select: { siteId: true, seriesId: true } }) : null
  if (!found) return notFound(ctx, 'appointmentId')
  const seriesId = data.scope === 'THIS' ? null : found.seriesId
  return allOrNothing(ctx, async (tx) => {
    // A series is taken before everything else of it, here by writing what stands there.
    if (seriesId) await tx.appointmentSeries.updateMany({ where: { id: seriesId }, data: { organizationId: organizationOf(ctx) } })
    await nextVersion(tx, found.siteId)
    const rules = await assignable(ctx, tx, found.siteId, data.accessRuleIds)
    if (isFailure(rules)) return rules
    const visit = await tx.appointment.findUniqueOrThrow({ where: { id } })
    const before = await namesOf(tx, assignedIds(visit.accessRuleIds))
    // Cut off meanwhile, it is of another series: then it stands for itself.
    const isWhole = seriesId !== null && visit.seriesId === seriesId
    if (isWhole) await writeSeries(tx, seriesId, keptIds(rules))
    const others = isWhole ? await tx.appointment.findMany({ where: othersOf(ctx, visit, data.scope), select: { id: true } }) : []
    const ids = [id, ...others.map((other) => other.id)]
    await tx.appointment.updateMany({ where: { id: { in: ids } }, data: { accessRuleIds: keptIds(rules) } })
    const assigned = ids.map((appointmentId) => ({ assignedTo: appointmentId, visitPassId: null, appointmentId }))
    await emitAll(tx, organizationOf(ctx), AccessRulesAssigned, assigned, ctx.now())
    const after = rules.map(({ name }) => name)
    const details = { before, after, ...(isWhole && { scope: data.scope, visits: ids.length }) }
    await audit(ctx, tx, 'appointment.assign_rules', { type: 'Appointment', id }, details)
    return tx.appointment.findUniqueOrThrow({ where: { id } })
  })
}
