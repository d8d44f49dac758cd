import type { AuditAction } from '#shared/audit-actions'
import type { Prisma } from '../generated/prisma/client'
import { newTraceId, organizationOf, type Ctx } from './ctx'
import { newId } from './ids'

/** The part of a transaction that `audit` needs. */
interface AuditWriter {
  auditLog: { create: (args: { data: Prisma.AuditLogUncheckedCreateInput; select: { id: true } }) => PromiseLike<unknown> }
}

/** The id of whoever acts, where they have one. */
export const actorId = (ctx: Pick<Ctx, 'actor'>): string | null => ('id' in ctx.actor ? ctx.actor.id : null)

/** What is told of a person's action, wherever it is noted. */
function rowOf(
  ctx: Ctx,
  organizationId: string | null,
  action: AuditAction,
  entity: { type: string; id: string },
  details: Prisma.InputJsonObject,
) {
  return {
    id: newId(),
    organizationId,
    actorType: ctx.actor.type,
    actorId: actorId(ctx),
    action,
    entityType: entity.type,
    entityId: entity.id,
    details,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent?.slice(0, 255) ?? null,
    traceId: ctx.traceId,
    createdAt: ctx.now(),
  }
}

/**
 * Writes the trace of a dangerous action in the transaction that does it.
 * @param details facts and reasons that a person wrote; no personal data of visitors
 */
export async function audit(
  ctx: Ctx,
  tx: AuditWriter,
  action: AuditAction,
  entity: { type: string; id: string },
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditLog.create({ data: rowOf(ctx, organizationOf(ctx), action, entity, details), select: { id: true } })
}

/** Writes the trace of what a platform administrator does into the platform's own log, in the transaction that does it. */
export async function auditForPlatform(
  ctx: Ctx,
  tx: AuditWriter,
  action: AuditAction,
  entity: { type: string; id: string },
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditLog.create({ data: rowOf(ctx, null, action, entity, details), select: { id: true } })
}

/**
 * Writes the trace of what people do to their own account and sessions, in the transaction that does it: into the log of the
 * organization in which they act, or into the platform's for those who act in none.
 */
export async function auditOwn(
  ctx: Ctx,
  tx: AuditWriter,
  action: AuditAction,
  entity: { type: string; id: string },
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditLog.create({ data: rowOf(ctx, ctx.organizationId, action, entity, details), select: { id: true } })
}

/** Writes the trace of what the system itself does for the whole platform, in the transaction that does it. */
export async function auditPlatform(
  tx: AuditWriter,
  action: AuditAction,
  entity: { type: string; id: string },
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditLog.create({
    data: {
      id: newId(),
      organizationId: null,
      actorType: 'system',
      action,
      entityType: entity.type,
      entityId: entity.id,
      details,
      traceId: newTraceId(),
      createdAt: new Date(),
    },
    select: { id: true },
  })
}
