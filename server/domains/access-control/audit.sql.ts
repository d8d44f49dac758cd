import { actorId } from '../../core/audit'
import { organizationOf, type Ctx } from '../../core/ctx'
import { newId } from '../../core/ids'

/** The audit row of an action at a gate, for the connection on which the gate's transaction runs. */
export function auditStatement(
  ctx: Ctx,
  action: string,
  entity: { type: string; id: string },
  details: Record<string, unknown>,
): { sql: string; values: unknown[] } {
  const { ip, userAgent } = ctx.request
  return {
    sql: `INSERT INTO audit_logs (id, organization_id, actor_type, actor_id, action, entity_type, entity_id, details, ip, user_agent, trace_id, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [
      newId(),
      organizationOf(ctx),
      ctx.actor.type,
      actorId(ctx),
      action,
      entity.type,
      entity.id,
      JSON.stringify(details),
      ip,
      userAgent?.slice(0, 255) ?? null,
      ctx.traceId,
      ctx.now(),
    ],
  }
}
