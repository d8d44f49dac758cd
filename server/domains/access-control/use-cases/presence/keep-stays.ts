import { checkOutDueAt, noStayPolicy, reminderDueAt, reminderLate, type StayPolicy } from '#shared/stay-policy'
import { systemCtx, type Ctx } from '../../../../core/ctx'
import { heldPass } from '../../../../core/held-pass.sql'
import { newId } from '../../../../core/ids'
import { eachOf, inPages, oneByOne } from '../../../../core/one-by-one'
import type { VisitPass } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { StayOverdue } from '../../events'
import { holdState } from './hold-state.sql'
import { isRollCalled, leaveUnseen } from './leave-unseen'
import { stayPolicyOf } from './stay-policy'

/** Passes that are looked at together, and for how long a reminder is kept, in milliseconds. */
const [atATime, remembered] = [500, 30 * 24 * 3_600_000]

type Site = { organizationId: string; siteId: string; timeZone: string; policy: StayPolicy }
type Known = Pick<VisitPass, 'id' | 'insideSince' | 'validTo' | 'presence'> & { appointment: { endsAt: Date } | null }

const stayOf = ({ insideSince, validTo, appointment }: Omit<Known, 'id' | 'presence'>) =>
  insideSince && { insideSince, endsAt: appointment?.endsAt ?? validTo }

/** Everybody inside a site, found by where they are: whoever left long ago is not read. */
const insideOf = ({ organizationId, siteId }: Site) =>
  inPages((after) =>
    prisma.visitPass.findMany({
      where: { organizationId, siteId, presence: 'INSIDE', id: { gt: after } },
      select: {
        id: true,
        organizationId: true,
        insideSince: true,
        validTo: true,
        presence: true,
        appointment: { select: { endsAt: true } },
        stayReminders: { select: { dueAt: true } },
      },
      orderBy: { id: 'asc' },
      take: atATime,
    }),
  )

/** What is due of somebody who is inside; null for nothing. A reminder that comes a day late is none. */
function dueOf({ policy, timeZone }: Pick<Site, 'policy' | 'timeZone'>, pass: Omit<Known, 'id'>, now: Date) {
  const stay = pass.presence === 'INSIDE' ? stayOf(pass) : null
  if (!stay) return null
  const checkOut = checkOutDueAt(policy, stay, timeZone)
  if (checkOut && checkOut.at <= now) return { checkOut: checkOut.cause }
  const reminder = reminderDueAt(policy, stay)
  const isTimely = reminder && reminder <= now && now.getTime() - reminder.getTime() < reminderLate
  return isTimely ? { remind: reminder } : null
}

/** Decides again once the pass is held: whoever has left or come back meanwhile, or whose visit was moved, is let be. */
async function keep(ctx: Ctx, tx: TenantTransaction, { siteId, timeZone }: Site, id: string): Promise<boolean> {
  await holdState(ctx, tx, siteId)
  const pass = await heldPass(ctx, tx, id)
  if (!pass || pass.siteId !== siteId || (await isRollCalled(tx, siteId))) return false
  const appointment = pass.appointmentId
    ? await tx.appointment.findUnique({ where: { id: pass.appointmentId }, select: { endsAt: true } })
    : null
  const policy = await stayPolicyOf(tx, siteId)
  const due = dueOf({ policy, timeZone }, { ...pass, appointment }, ctx.now())
  if (due?.checkOut) return leaveUnseen(ctx, tx, pass, { source: 'CLOCK', cause: due.checkOut })
  return due?.remind ? remind(ctx, tx, pass, { dueAt: due.remind, tellsGuest: policy.remindsGuest }) : false
}

/** Has everybody reminded who receives the guest: once a stay and end of the visit. */
async function remind(ctx: Ctx, tx: TenantTransaction, pass: VisitPass, { dueAt, tellsGuest }: { dueAt: Date; tellsGuest: boolean }) {
  const { id: visitPassId, organizationId, siteId, moves } = pass
  if (await tx.stayReminder.findFirst({ where: { visitPassId, dueAt }, select: { id: true } })) return false
  const id = newId()
  await tx.stayReminder.create({ data: { id, organizationId, visitPassId, dueAt, moves, createdAt: ctx.now() } })
  await emit(tx, organizationId, StayOverdue, { stayReminderId: id, visitPassId, siteId, tellsGuest }, ctx.now())
  return true
}

/** Reminds of guests who stay on at a site, and checks out those who do so longer than it lets them. @returns how many */
async function keepSite(site: Site, now: Date): Promise<number> {
  const ctx = Object.assign(systemCtx(site.organizationId), { now: () => now })
  if (await isRollCalled(ctx.db, site.siteId)) return 0
  return oneByOne(insideOf(site), (pass) => {
    const due = dueOf(site, pass, now)
    const isKnown = due?.remind && pass.stayReminders.some(({ dueAt }) => dueAt.getTime() === due.remind.getTime())
    if (!due || isKnown) return Promise.resolve(false)
    return ctx.transaction((tx) => keep(ctx, tx, site, pass.id))
  })
}

/**
 * Reminds of guests who are inside although their visit is over, and checks out by the clock those whom nobody saw leaving, as each site
 * says. Sites that say nothing are not looked at, nor is one where the roll is called.
 * @param organizationId only of this one
 * @returns how many reminders and check-outs it made
 */
export async function keepStays(now = new Date(), organizationId?: string): Promise<number> {
  const { remindsGuest: _, ...never } = noStayPolicy
  const sites = await prisma.stayPolicy.findMany({
    where: { NOT: never, ...(organizationId ? { organizationId } : {}) },
    include: { site: { select: { timeZone: true } } },
  })
  return eachOf(
    sites.map(
      ({ site, ...row }) =>
        () =>
          keepSite({ organizationId: row.organizationId, siteId: row.siteId, timeZone: site.timeZone, policy: row }, now),
    ),
  )
}

/** Forgets of whom somebody was reminded a month ago: the links of those mails have long ended. @returns how many */
export async function purgeStayReminders(now = new Date()): Promise<number> {
  const { count } = await prisma.stayReminder.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - remembered) } } })
  return count
}
