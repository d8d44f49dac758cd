import { audit } from '../../../core/audit'
import { createCtx, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { AccountChange, Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit, wakeRelay } from '../../../infra/outbox'
import { AccountChanged } from '../events'

/** A transaction on what belongs to a person, not to an organization. */
export type AccountTransaction = Prisma.TransactionClient

/** How the audit log calls each change. */
const actions: Record<AccountChange, string> = {
  TOTP_ENABLED: 'second_factor.enable',
  TOTP_DISABLED: 'second_factor.disable',
  RECOVERY_CODES_RENEWED: 'second_factor.renew_recovery_codes',
  RECOVERY_CODE_USED: 'second_factor.use_recovery_code',
}

/** The context of a person who has just proved who they are, before they have a session. */
export const asPerson = (ctx: Ctx, userId: string, organizationId: string | null): Ctx =>
  createCtx(
    { ...ctx, actor: { type: 'user', id: userId, sessionId: '' }, organizationId },
    { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now },
  )

/** Runs a transaction on a person's own rows (READ COMMITTED) and tells the relay when it has committed. */
export async function changeAccount<T>(work: (tx: AccountTransaction) => Promise<T>): Promise<T> {
  const result = await prisma.$transaction(work, { isolationLevel: 'ReadCommitted', timeout: 15_000, maxWait: 10_000 })
  wakeRelay()
  return result
}

/**
 * Writes the trace of a change to how a person signs in, and has them told by mail.
 * A platform administrator acts in no organization, so there is none whose log and mails could hold it.
 */
export async function noteAccountChange(ctx: Ctx, tx: AccountTransaction, userId: string, change: AccountChange): Promise<void> {
  if (ctx.organizationId === null) return
  await audit(ctx, tx, actions[change], { type: 'User', id: userId })
  const [id, organizationId, createdAt] = [newId(), ctx.organizationId, ctx.now()]
  await tx.accountNotice.create({ data: { id, organizationId, userId, change, createdAt }, select: { id: true } })
  await emit(tx, organizationId, AccountChanged, { accountNoticeId: id }, createdAt)
}
