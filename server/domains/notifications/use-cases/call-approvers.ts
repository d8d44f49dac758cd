import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { namesByAccount } from '../../../core/members'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import { sendMail } from '../../../infra/mail'
import { renderApprovalMail } from '../mail/approval-mail'
import { findApprovalFacts, findReaders, pageOf } from './approval-facts'

/**
 * Tells those who are asked about a visit that it is their turn, each once for a step. Run again it writes to those whom it has not
 * reached, run twice at once the second waits for the first; whoever has decided meanwhile is not written to.
 * @throws the first thing that the mail server answered, after everybody was tried; the job is tried again
 */
export async function callApprovers({ organizationId }: JobContext, { approvalRequestId }: { approvalRequestId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const request = await ctx.db.approvalRequest.findUnique({ where: { id: approvalRequestId } })
  const facts = request?.status === 'PENDING' ? await findApprovalFacts(ctx, request) : null
  if (!request || !facts) return
  const waiting = { approvalRequestId, isCalled: true, toldAt: null, closedAt: null }
  const asks = await ctx.db.approvalAsk.findMany({ where: waiting })
  const readers = await findReaders(
    ctx,
    asks.map(({ userId }) => userId),
  )
  const seats = await namesOfSeats(organizationId, asks)
  const guest = request.isWalkIn ? await guestAtReception(ctx, facts.appointmentId) : ''
  const told = await Promise.allSettled(
    readers.map(async (reader) => {
      const own = asks.filter(({ userId }) => userId === reader.userId)
      const insteadOf = own.every(({ seat, userId }) => seat !== userId) ? (seats.get(own[0]?.seat ?? '') ?? null) : null
      const url = pageOf('/approvals', 'request', 'ApprovalRequest', approvalRequestId)
      const matter = request.isWalkIn ? ('ARRIVED' as const) : ('ASKED' as const)
      const about = { matter, guest, insteadOf, dueAt: request.dueAt, isAgain: request.round > 1, url, now: ctx.now() }
      const mail = await renderApprovalMail({ ...facts, ...about, name: reader.name, locale: reader.locale })
      await ctx.transaction(async (tx) => {
        const { count } = await tx.approvalAsk.updateMany({
          where: { ...waiting, id: { in: own.map(({ id }) => id) } },
          data: { toldAt: ctx.now() },
        })
        if (count > 0) await sendMail(organizationId, { to: reader.email, ...mail })
      })
    }),
  )
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

/** Who stands at the reception: "Anna Petrova, Example GmbH". */
async function guestAtReception({ db }: Ctx, appointmentId: string): Promise<string> {
  const passes = await db.visitPass.findMany({ where: { appointmentId }, select: { visitor: { select: sealedVisitor } }, take: 1 })
  const [visitor] = await openVisitors(passes.map((pass) => pass.visitor))
  return [visitor?.name, visitor?.company].filter(Boolean).join(', ')
}

/** What those are called in whose place somebody is asked. */
function namesOfSeats(organizationId: string, asks: { seat: string; userId: string }[]): Promise<Map<string | null, string>> {
  const seats = asks.filter(({ seat, userId }) => seat !== userId).map(({ seat }) => seat)
  return namesByAccount(systemCtx(organizationId).db, seats)
}
