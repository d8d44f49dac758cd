import { z } from 'zod'
import { systemCtx, type Ctx } from '../../../core/ctx'
import { livePass } from '../../../core/open-status'
import type { Prisma } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { GuestReplied } from '../events'
import type { OpenedInvite } from './open-invite.sql'

/** The longest that a guest may say to be late, in minutes. */
export const maxLateMinutes = 240

/** How long before the visit a guest may say that they are here, in milliseconds. */
export const hereEarly = 2 * 60 * 60 * 1_000

/** What a guest says of their visit. */
export const guestWords = z.discriminatedUnion('said', [
  z.object({ said: z.enum(['CONFIRMED', 'DECLINED']) }),
  z.object({ said: z.literal('LATE'), minutes: z.coerce.number().int().min(1).max(maxLateMinutes) }),
  z.object({ said: z.literal('HERE') }),
])

/** What a guest says of their visit. */
export type GuestWords = z.infer<typeof guestWords>

const reset = { lateMinutes: null, hereAt: null }

/** What stands on the pass after the guest's words. Whoever is late or here is coming; whoever declines is neither. */
function changeBy(words: GuestWords, now: Date): Prisma.VisitPassUpdateManyMutationInput {
  if (words.said === 'DECLINED') return { ...reset, reply: 'DECLINED', repliedAt: now }
  const coming = { reply: 'CONFIRMED' as const, repliedAt: now }
  if (words.said === 'LATE') return { ...coming, lateMinutes: words.minutes, hereAt: null }
  return words.said === 'HERE' ? { ...coming, hereAt: now } : { ...coming, ...reset }
}

/** Whether the pass says it already: then nothing is written and nobody told again. */
function isSaid({ pass }: OpenedInvite, words: GuestWords): boolean {
  if (words.said === 'HERE') return pass.hereAt !== null
  if (words.said === 'LATE') return pass.lateMinutes === words.minutes && pass.hereAt === null
  return pass.reply === words.said && pass.lateMinutes === null && pass.hereAt === null
}

/** Whether a guest has said meanwhile that they are here. */
const isHere = async (tx: TenantTransaction, id: string): Promise<boolean> =>
  (await tx.visitPass.count({ where: { id, presence: 'EXPECTED', hereAt: { not: null } } })) > 0

/**
 * Notes what a guest says of their visit and announces it to whoever receives them. Opens no gate. A guest may change their mind
 * until they are inside or the visit is over.
 * @param invite opened just now, by a browser that may see all of it
 * @returns `tooLate` once the guest has come or the visit is over, called off or withdrawn; `tooEarly` for "I am here" hours before
 */
export async function replyToInvite(ctx: Ctx, invite: OpenedInvite, words: GuestWords): Promise<'tooLate' | 'tooEarly' | null> {
  const now = ctx.now()
  if (invite.canceled) return 'tooLate'
  if (words.said === 'HERE' && now.getTime() < invite.startsAt.getTime() - hereEarly) return 'tooEarly'
  if (isSaid(invite, words)) return null
  const { organizationId, pass, appointmentId } = invite
  const said = await systemCtx(organizationId).transaction(async (tx) => {
    const { count } = await tx.visitPass.updateMany({
      where: {
        id: pass.id,
        status: { in: livePass },
        presence: 'EXPECTED',
        validTo: { gt: now },
        // Said at two places at once it is said once.
        ...(words.said === 'HERE' ? { hereAt: null } : {}),
      },
      data: changeBy(words, now),
    })
    if (count === 1) await emit(tx, organizationId, GuestReplied, { visitPassId: pass.id, appointmentId, said: words.said }, now)
    return count === 1 || (words.said === 'HERE' && (await isHere(tx, pass.id)))
  })
  return said ? null : 'tooLate'
}
