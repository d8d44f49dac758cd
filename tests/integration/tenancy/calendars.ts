import { mostFeeds } from '../../../shared/schemas/calendars'
import { newId } from '../../../server/core/ids'
import { newToken, hashToken } from '../../../server/core/token'
import { prisma } from '../../../server/infra/db'
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
