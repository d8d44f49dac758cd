import { isFailure, type Failure } from '../../../server/core/errors'
import type { Ctx } from '../../../server/core/ctx'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { resumeVisitPass } from '../../../server/domains/credentials/use-cases/resume-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import type { VisitPass } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'

/** What came of a change, which must have been made. */
export function done<T extends object>(outcome: T | Failure): T {
  if (isFailure(outcome)) throw new Error(JSON.stringify(outcome))
  return outcome
}

/** Why a change was refused, in words. */
export const refusal = (outcome: object): string =>
  isFailure(outcome) ? (outcome.fields?.[0]?.message ?? outcome.message) : 'It was not refused'

/** Suspends a pass. */
export const suspend = (ctx: Ctx, visitPassId: string, reason = 'A question about the order') =>
  suspendVisitPass(ctx, { visitPassId, reason })

/** Lets a suspended pass go on. */
export const resume = (ctx: Ctx, visitPassId: string) => resumeVisitPass(ctx, { visitPassId })

/** Gives a pass a new code. */
export const reissue = (ctx: Ctx, visitPassId: string, reason = 'Lost phone') => reissueVisitPass(ctx, { visitPassId, reason })

/** A pass as it is now. */
export const passOf = (id: string): Promise<VisitPass> => prisma.visitPass.findUniqueOrThrow({ where: { id } })

/** How often an event of a pass was announced. */
export const announced = (entityId: string, type: string) => prisma.outboxEvent.count({ where: { entityId, type } })

/** What the audit log holds of a pass, oldest first. */
export const traced = async (entityId: string) =>
  (await prisma.auditLog.findMany({ where: { entityId }, orderBy: { id: 'asc' } })).map(({ action, actorId }) => [action, actorId])
