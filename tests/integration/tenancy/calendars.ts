import { mostFeeds, mostOutsideCalendars } from '../../../shared/schemas/calendars'
import { newId } from '../../../server/core/ids'
import { newToken, hashToken } from '../../../server/core/token'
import { sealAddress } from '../../../server/domains/calendars/outside-address'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import type { TestOrganization } from '../../setup/organization'

/** As many secret addresses of the host's calendar as a host may have: whoever asks for one more is refused. @returns the id of one */
export async function createFeeds(org: TestOrganization): Promise<string> {
  const ids = await Promise.all(Array.from({ length: mostFeeds }, () => createFeed(org)))
  return ids[0] ?? ''
}

/** A secret address of the host's calendar. @returns its id */
export async function createFeed(org: TestOrganization): Promise<string> {
  const id = newId()
  const secret = { secretHash: hashToken(newToken('gcc_')), hint: 'gcc_xxxxxx' }
  const times = { createdAt: new Date(), lastUsedAt: new Date() }
  await prisma.calendarFeed.create({
    data: { id, organizationId: org.id, hostId: org.host.id, content: 'EVERYTHING', ...secret, ...times },
  })
  return id
}

/** As many calendars outside of the host as a host may have: whoever connects one more is refused. @returns the id of one */
export async function createOutsides(org: TestOrganization): Promise<string> {
  const ids = await Promise.all(Array.from({ length: mostOutsideCalendars }, () => createOutside(org)))
  return ids[0] ?? ''
}

/** A calendar outside of the host, busy now. Its address leads nowhere. @returns its id */
export async function createOutside(org: TestOrganization): Promise<string> {
  const [id, organizationId, now] = [newId(), org.id, new Date()]
  const address = { url: 'https://calendar.invalid/a.ics', user: null, password: null }
  const sealedAddress = sealAddress(await keyringOf(org.id), id, address)
  const state = { createdAt: now, succeededAt: now, problem: 'SERVER' as const, nextTryAt: new Date(now.getTime() + 86_400_000) }
  await prisma.outsideCalendar.create({
    data: { id, organizationId, hostId: org.host.id, kind: 'ICS', blocks: true, server: 'x', sealedAddress, ...state },
  })
  const times = { startsAt: now, endsAt: new Date(now.getTime() + 10_800_000) }
  await prisma.outsideBusyTime.create({ data: { organizationId, outsideCalendarId: id, ...times } })
  return id
}
