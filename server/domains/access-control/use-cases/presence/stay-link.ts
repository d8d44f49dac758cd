import type { StayLinkState } from '#shared/stay-link-page'
import { createCtx, inOrganization, type Ctx } from '../../../../core/ctx'
import { heldPass } from '../../../../core/held-pass.sql'
import { ableMember } from '../../../../core/members'
import { openVisitors, sealedVisitor } from '../../../../core/visitor-record'
import type { StayReminder } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { env } from '../../../../infra/env'
import { keyFor } from '../../../../infra/root-key'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { makeStayToken, readStayToken, type StayLink } from '../../stay-token'
import { holdState } from './hold-state.sql'
import { isRollCalled, leaveUnseen } from './leave-unseen'

/** How long a link says something, in milliseconds: the day after nobody remembers when somebody left. */
export const stayLinkLife = 24 * 3_600_000

const key = keyFor('stay-link')

/** A link by which a host says that a guest has left, opened. */
export interface OpenedStayLink {
  organizationId: string
  reminder: Pick<StayReminder, 'id' | 'visitPassId' | 'moves' | 'createdAt'>
  siteId: string
  siteName: string
  timeZone: string
  guest: string
  /** Whose link it is. */
  userId: string
  endsAt: Date
}

/** The link of a reminder for one of its readers. */
export const stayLinkOf = (link: StayLink): string => new URL(`/out/${makeStayToken(link, key())}`, env.PUBLIC_URL).href

const passSelection = {
  siteId: true,
  validTo: true,
  site: { select: { name: true, timeZone: true } },
  appointment: { select: { endsAt: true } },
  visitor: { select: sealedVisitor },
} as const

/** Opens a link. @returns null for one that is none of ours, or whose reader belongs to the organization no more */
export async function openStayLink(token: string): Promise<OpenedStayLink | null> {
  const read = readStayToken(token, key())
  if (!read) return null
  const reminder = await prisma.stayReminder.findUnique({
    where: { id: read.stayReminderId },
    include: { visitPass: { select: passSelection } },
  })
  if (!reminder) return null
  const { organizationId, visitPass } = reminder
  const host = await prisma.host.findFirst({ where: { id: read.hostId, organizationId, membership: ableMember }, select: { userId: true } })
  if (!host) return null
  const [visitor] = await openVisitors([visitPass.visitor])
  const { siteId, site, validTo, appointment } = visitPass
  const about = { organizationId, reminder, siteId, siteName: site.name, timeZone: site.timeZone, userId: host.userId }
  return { ...about, guest: visitor?.name ?? '', endsAt: appointment?.endsAt ?? validTo }
}

type Pass = { presence: string; moves: number }

/** Whether a link still says something: of somebody who has been seen since it does not. */
function stateOf(ctx: Ctx, { reminder }: OpenedStayLink, pass: Pass | null): StayLinkState {
  if (!pass || pass.presence !== 'INSIDE') return 'LEFT'
  if (pass.moves !== reminder.moves) return 'MOVED'
  return ctx.now().getTime() - reminder.createdAt.getTime() < stayLinkLife ? 'INSIDE' : 'ENDED'
}

const stateNow = async (ctx: Ctx, tx: TenantTransaction, link: OpenedStayLink, pass: Pass | null): Promise<StayLinkState> => {
  const state = stateOf(ctx, link, pass)
  return state === 'INSIDE' && (await isRollCalled(tx, link.siteId)) ? 'ROLL_CALL' : state
}

/** What a link can say now. It changes nothing. */
export function readStayLink(caller: Ctx, link: OpenedStayLink): Promise<StayLinkState> {
  const ctx = inOrganization(caller, link.organizationId)
  return ctx.transaction(async (tx) =>
    stateNow(
      ctx,
      tx,
      link,
      await tx.visitPass.findUnique({ where: { id: link.reminder.visitPassId }, select: { presence: true, moves: true } }),
    ),
  )
}

/**
 * Takes the word of a host that a guest has left, given by the link of a reminder: once, and not while the roll is called, when marshals say who
 * is where. It is written as said by the host, whom nothing but the link has shown to be the one.
 * @returns LEFT where they count as gone now, else why not
 */
export function confirmLeft(caller: Ctx, link: OpenedStayLink): Promise<StayLinkState> {
  const { organizationId, userId, reminder, siteId } = link
  const actor = { type: 'user' as const, id: userId, sessionId: '' }
  const ctx = createCtx({ ...inOrganization(caller, organizationId), actor }, caller)
  return ctx.transaction(async (tx) => {
    await holdState(ctx, tx, siteId)
    const pass = await heldPass(ctx, tx, reminder.visitPassId)
    const state = await stateNow(ctx, tx, link, pass)
    if (!pass || state !== 'INSIDE') return state
    return (await leaveUnseen(ctx, tx, pass, { source: 'HOST', userId })) ? 'LEFT' : 'ENDED'
  })
}
