import { createHash } from 'node:crypto'
import { systemCtx } from '../../../core/ctx'
import { hashToken } from '../../../core/token'
import type { CalendarFeed } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { languageOf } from '../../../infra/i18n'
import { feedThrottle } from '../../../infra/throttle'
import { makeHostCalendar } from '../../appointments/use-cases/make-host-calendar'
import { makeFreeBusyFile } from './make-free-busy-file'

/** A calendar as programs read it. */
export interface FeedAnswer {
  file: string
  /** The same for as long as the calendar says the same. */
  etag: string
}

/** How coarse "last used" is, in milliseconds. */
const usedInterval = 5 * 60_000

const form = /^gcc_[\w-]{43}$/

/** Notes that an address is in use. Nobody waits for it, and a failure costs five minutes of precision. */
function noteUsed({ id, lastUsedAt }: CalendarFeed, now: Date): void {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < usedInterval) return
  prisma.calendarFeed.updateMany({ where: { id, lastUsedAt, revokedAt: null }, data: { lastUsedAt: now } }).catch(() => undefined)
}

const found = {
  host: {
    select: {
      user: { select: { id: true, name: true, email: true, locale: true, status: true } },
      membership: { select: { acceptedAt: true, suspendedAt: true } },
    },
  },
} as const

/** Whether the person still receives guests: whoever lost that right in the organization has no calendar there. */
async function stillReceives(organizationId: string, userId: string): Promise<boolean> {
  const permissions = { some: { permission: { in: ['appointment:read', 'appointment:read:own'] } } }
  return (await prisma.userRole.findFirst({ where: { organizationId, userId, role: { permissions } }, select: { id: true } })) !== null
}

/** The address by its secret, if it works: looked up by its hash each time anew, so that a withdrawn one is out at once. */
async function open(secret: string) {
  const feed = await prisma.calendarFeed.findUnique({ where: { secretHash: hashToken(secret) }, include: found })
  if (!feed || feed.revokedAt) return null
  const { user, membership } = feed.host
  if (user.status !== 'ACTIVE' || !membership.acceptedAt || membership.suspendedAt) return null
  return (await stillReceives(feed.organizationId, user.id)) ? feed : null
}

/** The moment at which a file was made is not what it says: a program need not read it again for that. */
const etagOf = (file: string): string =>
  `W/"${createHash('sha256')
    .update(file.replaceAll(/^DTSTAMP:.*$/gm, ''))
    .digest('base64url')
    .slice(0, 22)}"`

/**
 * The calendar behind a secret address.
 * @param address from where it is read
 * @returns it; null for an address that is unknown, withdrawn, or of somebody who is suspended; seconds to wait after too many
 */
export async function readCalendarFeed(secret: string, address: string | null, now = new Date()): Promise<FeedAnswer | number | null> {
  const wait = await feedThrottle.blockedFor(address)
  if (wait > 0) return wait
  const feed = form.test(secret) ? await open(secret) : null
  if (!feed) {
    await feedThrottle.failed(address)
    return null
  }
  const tooOften = await feedThrottle.take(feed.id)
  if (tooOften > 0) return tooOften
  noteUsed(feed, now)
  const ctx = systemCtx(feed.organizationId, languageOf(feed.host.user.locale))
  const { content, hostId } = feed
  const file =
    content === 'FREE_BUSY'
      ? await makeFreeBusyFile(ctx, { hostId, ...feed.host.user }, now)
      : await makeHostCalendar(ctx, { hostId, now, isPrivate: content === 'BUSY' })
  return { file, etag: etagOf(file) }
}
