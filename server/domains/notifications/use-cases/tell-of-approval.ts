import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import { keyringOf } from '../../../infra/keyring'
import { sendMail } from '../../../infra/mail'
import { renderApprovalMail } from '../mail/approval-mail'
import { findApprovalFacts, findReaders, pageOf } from './approval-facts'

async function reasonOf({ db }: Ctx, organizationId: string, approvalRequestId: string): Promise<string | null> {
  const refusal = await db.approvalDecision.findFirst({
    where: { approvalRequestId, verdict: 'REFUSED' },
    orderBy: { id: 'desc' },
    select: { id: true, sealedReason: true },
  })
  if (!refusal?.sealedReason) return null
  return openForOrganization(await keyringOf(organizationId), refusal.sealedReason, sealedColumns.approvalReason, refusal.id).toString()
}

/** Who has answered about somebody at the reception: they know what came of it, as the desk does, which sees it. */
const decidersOf = async ({ db }: Ctx, approvalRequestId: string): Promise<(string | null)[]> =>
  (await db.approvalDecision.findMany({ where: { approvalRequestId }, select: { deciderId: true } })).map(({ deciderId }) => deciderId)

/**
 * Tells the host, those who receive with them, and whoever booked the visit for them, what came of their request. Run again it does nothing once the mails went out,
 * run twice at once the second waits for the first.
 * @throws what the mail server answered; the job is tried again
 */
export async function tellOfApproval(
  { organizationId }: JobContext,
  { approvalRequestId, matter }: { approvalRequestId: string; matter: 'APPROVED' | 'REFUSED' | 'LAPSED' },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const request = await ctx.db.approvalRequest.findUnique({ where: { id: approvalRequestId } })
  const facts = request && request.toldAt === null ? await findApprovalFacts(ctx, request) : null
  if (!request || !facts) return
  const beside = await ctx.db.appointmentCoHost.findMany({
    where: { appointmentId: facts.appointmentId },
    select: { host: { select: { userId: true } } },
  })
  const concerned = [facts.hostUserId, ...beside.map(({ host }) => host.userId), request.requesterId ?? facts.hostUserId]
  const knowing = request.isWalkIn ? [request.requesterId, ...(await decidersOf(ctx, approvalRequestId))] : []
  const readers = await findReaders(
    ctx,
    [...new Set(concerned)].filter((id) => !knowing.includes(id)),
  )
  const reason = matter === 'REFUSED' ? await reasonOf(ctx, organizationId, approvalRequestId) : null
  const about = { ...facts, reason, matter, now: ctx.now(), url: pageOf('/host', 'visit', 'Appointment', facts.appointmentId) }
  const mails = await Promise.all(
    readers.map(async (reader) => ({ to: reader.email, ...(await renderApprovalMail({ ...about, ...reader })) })),
  )
  await ctx.transaction(async (tx) => {
    const { count } = await tx.approvalRequest.updateMany({ where: { id: approvalRequestId, toldAt: null }, data: { toldAt: ctx.now() } })
    if (count === 1) for (const mail of mails) await sendMail(organizationId, mail)
  })
}
