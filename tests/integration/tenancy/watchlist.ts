import { newId } from '../../../server/core/ids'
import { keyringOf } from '../../../server/infra/keyring'
import { sealRecord } from '../../../server/domains/watchlist/entry-record'
import { prisma } from '../../../server/infra/db'
import { addVisitorNote } from '../../../server/domains/visitors/use-cases/visitor-notes'
import type { TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { done } from '../watchlist/watching'

/** Somebody on the list, marked, proposed by the developer, who may decide nothing: anybody else can be the second person. @returns the id */
export async function createListed(
  org: TestOrganization,
  mark: string,
  of: { visitorId?: string; importId?: string } = {},
  isProposed = true,
): Promise<string> {
  const [id, now] = [newId(), new Date()]
  const record = {
    name: `${mark}listed`,
    aliases: [`${mark}alias`],
    email: null,
    phone: null,
    company: `${mark}listedcompany`,
    reason: `${mark}why`,
  }
  const sealedRecord = sealRecord(await keyringOf(org.id), id, record)
  const proposed = of.visitorId || !isProposed ? {} : ({ proposal: 'BLOCK', proposedById: org.developer.id, proposedAt: now } as const)
  const what = { action: 'REVIEW', status: of.visitorId ? 'ASKED' : 'ACTIVE', ...proposed } as const
  const row = { id, organizationId: org.id, sealedRecord, ...what, createdById: org.developer.id, createdAt: now, countsSince: now }
  await prisma.watchlistEntry.create({ data: { ...row, siteId: org.site.id, validUntil: new Date(now.getTime() + 86_400_000), ...of } })
  return id
}

/** A list of names of the developer, with somebody who waits for a second person. @returns its id */
export async function createListOfNames(org: TestOrganization, mark: string): Promise<string> {
  const id = newId()
  await prisma.watchlistImport.create({ data: { id, organizationId: org.id, createdById: org.developer.id, createdAt: new Date() } })
  await createListed(org, mark, { importId: id })
  return id
}

/** A visitor who may be somebody of the list, and nobody has decided. @returns the id of the match */
export async function createMatch(org: TestOrganization, mark: string, visitorId: string): Promise<string> {
  const [id, now] = [newId(), new Date()]
  const entryId = await createListed(org, mark)
  const about = { entryId, visitorId, round: 0, score: 90, status: 'OPEN', foundAt: now } as const
  await prisma.watchlistMatch.create({
    data: { id, organizationId: org.id, ...about, firstById: org.developer.id, firstAt: now, decidedById: org.developer.id },
  })
  return id
}

/** The list, a list of names, a match and a mail about it; and one about conflicts. @returns their ids */
export async function createWatchlist(org: TestOrganization, mark: string, visitorId: string): Promise<Record<string, string>> {
  const [organizationId, noticeId] = [org.id, newId()]
  await prisma.watchlistPolicy.create({ data: { organizationId, waitingText: `${mark}waiting` } })
  const notice = { id: noticeId, organizationId, userId: org.orgAdmin.id, about: 'MATCHES' as const, createdAt: new Date() }
  await prisma.watchlistNotice.create({ data: notice })
  const conflict = { id: newId(), organizationId, siteId: org.site.id, userId: org.orgAdmin.id, createdAt: new Date() }
  await prisma.conflictNotice.create({ data: conflict })
  const match = await createMatch(org, mark, visitorId)
  await prisma.watchlistKey.create({
    data: { organizationId, token: 1, entryId: (await prisma.watchlistMatch.findUniqueOrThrow({ where: { id: match } })).entryId },
  })
  done(await addVisitorNote(asOperator(org), { visitorId, text: `${mark}visitornote` }))
  return {
    WatchlistEntry: await createListed(org, mark),
    WatchlistImport: await createListOfNames(org, mark),
    WatchlistMatch: match,
    WatchlistNotice: noticeId,
    ConflictNotice: conflict.id,
  }
}
