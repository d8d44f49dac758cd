import type { AuditAction } from '#shared/audit-actions'
import { auditOwn } from '../../../core/audit'
import { createCtx, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { AccountChange, Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit, wakeRelay } from '../../../infra/outbox'
import { AccountChanged } from '../events'

/** A transaction on what belongs to a person, not to an organization. */
export type AccountTransaction = Prisma.TransactionClient

/** How the audit log calls each change. */
const actions: Record<AccountChange, AuditAction> = {
  TOTP_ENABLED: 'second_factor.enable',
  TOTP_DISABLED: 'second_factor.disable',
  RECOVERY_CODES_RENEWED: 'second_factor.renew_recovery_codes',
  RECOVERY_CODE_USED: 'second_factor.use_recovery_code',
  PASSWORD_CHANGED: 'user.change_password',
  SECOND_FACTOR_RESET: 'user.reset_second_factor',
  PASSKEY_ADDED: 'passkey.add',
  PASSKEY_REMOVED: 'passkey.remove',
  IDENTITY_LINKED: 'user.link_identity',
}

/** The context of a person who has just proved who they are, before they have a session. */
export const asPerson = (ctx: Ctx, userId: string, organizationId: string | null): Ctx =>
  createCtx(
    { ...ctx, actor: { type: 'user', id: userId, sessionId: '' }, organizationId },
    { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now },
  )

/** Runs a transaction on a person's own rows (READ COMMITTED) and tells the relay when it has committed. */
export async function changeAccount<T>(work: (tx: AccountTransaction) => Promise<T>): Promise<T> {
  const result = await prisma.$transaction(work, { timeout: 15_000, maxWait: 10_000 })
  wakeRelay()
  return result
}

/** Whose log holds it: the organization of the caller, or of their session while they may do nothing in it but enrol. */
async function placeOf(ctx: Ctx, tx: AccountTransaction): Promise<string | null> {
  if (ctx.organizationId !== null || ctx.actor.type !== 'user' || !ctx.actor.sessionId) return ctx.organizationId
  const session = await tx.session.findUnique({ where: { id: ctx.actor.sessionId }, select: { organizationId: true } })
  return session?.organizationId ?? null
}

/**
 * Writes the trace of a change to how a person signs in, and has them told by mail.
 * A platform administrator acts in no organization: the trace is in the platform's log, and there is none whose mails could tell it.
 */
export async function noteAccountChange(
  ctx: Ctx,
  tx: AccountTransaction,
  userId: string,
  change: AccountChange,
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  const organizationId = await placeOf(ctx, tx)
  const actor = ctx.organizationId === null ? asPerson(ctx, userId, organizationId) : ctx
  await auditOwn(actor, tx, actions[change], { type: 'User', id: userId }, details)
  if (organizationId === null) return
  const [id, createdAt] = [newId(), ctx.now()]
  await tx.accountNotice.create({ data: { id, organizationId, userId, change, createdAt }, select: { id: true } })
  await emit(tx, organizationId, AccountChanged, { accountNoticeId: id }, createdAt)
}
