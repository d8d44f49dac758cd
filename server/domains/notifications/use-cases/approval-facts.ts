import type { Ctx } from '../../../core/ctx'
import { ableMember } from '../../../core/members'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import { languageOf } from '../../../infra/i18n'
import type { MailLocale } from '../mail/texts'

/** What mails say of the visits of a request. */
export interface ApprovalFacts {
  appointmentId: string
  hostName: string
  hostUserId: string
  siteName: string
  startsAt: Date
  endsAt: Date
  timeZone: string
  visitCount: number
}

/** What mails say of the visits of a request; null for one without visits. */
export async function findApprovalFacts({ db }: Ctx, request: ApprovalRequest): Promise<ApprovalFacts | null> {
  const where = { approvalRequestId: request.id }
  const first = await db.approvalVisit.findFirst({
    where,
    orderBy: { startsAt: 'asc' },
    select: { appointmentId: true, startsAt: true, endsAt: true, siteId: true },
  })
  if (!first) return null
  const { siteId, ...visit } = first
  const site = await db.site.findUniqueOrThrow({ where: { id: siteId }, select: { name: true, timeZone: true } })
  const host = await db.host.findUniqueOrThrow({
    where: { id: request.hostId },
    select: { userId: true, user: { select: { name: true } } },
  })
  const visitCount = await db.approvalVisit.count({ where })
  return { ...visit, siteName: site.name, timeZone: site.timeZone, hostName: host.user.name, hostUserId: host.userId, visitCount }
}

/** Somebody who gets a mail. */
export interface Reader {
  userId: string
  name: string
  email: string
  locale: MailLocale
}

/** Those of these people who can come in. */
export async function findReaders({ db }: Ctx, userIds: readonly string[]): Promise<Reader[]> {
  const members = await db.membership.findMany({
    where: { userId: { in: [...userIds] }, ...ableMember },
    select: { userId: true, name: true, user: { select: { email: true, locale: true } } },
    orderBy: { id: 'asc' },
  })
  return members.map(({ userId, name, user }) => ({ userId, name, email: user.email, locale: languageOf(user.locale) }))
}

/** The address of a page that shows a thing by its global id. */
export function pageOf(path: string, parameter: string, type: string, id: string): string {
  const url = new URL(path, env.PUBLIC_URL)
  url.searchParams.set(parameter, Buffer.from(`${type}:${id}`).toString('base64url'))
  return url.href
}
