import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../../../server/core/ctx'
import { isFailure, type Failure } from '../../../server/core/errors'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { addWatchlistEntry } from '../../../server/domains/watchlist/use-cases/entries/add-watchlist-entry'
import { decideWatchlistProposal } from '../../../server/domains/watchlist/use-cases/entries/propose-watchlist-change'
import { writeEntries } from '../../../server/domains/watchlist/use-cases/entries/write-entries'
import { screenExpected } from '../../../server/domains/watchlist/use-cases/screen-expected'
import type { VisitPass } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { mailFolder, mailOwner } from '../../../server/infra/mail'
import { createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asHost, asSecurityOfficer } from '../../setup/principals'
import { inSession } from '../security/sessions-of-people'

/** What a use-case answered when nothing went wrong. */
export function done<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

/** Somebody who keeps the list, at a session in which they have just proved who they are. */
export const officer = (org: TestOrganization, user: TestUser = org.securityOfficer): Promise<Ctx> =>
  inSession(user, org.id, () => new Date())

/** Another person who keeps the list. */
export const otherOfficer = async (org: TestOrganization): Promise<Ctx> => officer(org, await createUser(org.id, 'SecurityOfficer'))

/** Puts somebody on the list. @returns the id of the entry */
export async function list(ctx: Ctx, name: string, more: Partial<Parameters<typeof addWatchlistEntry>[1]> = {}): Promise<string> {
  return done(await addWatchlistEntry(ctx, { name, reason: 'Threatened a colleague', action: 'REVIEW', ...more })).id
}

/** Puts somebody on the list who is kept out, by two people. @returns the id of the entry */
export async function listBlocked(ctx: Ctx, second: Ctx, name: string): Promise<string> {
  const watchlistEntryId = await list(ctx, name, { action: 'BLOCK' })
  done(await decideWatchlistProposal(second, { watchlistEntryId, agrees: true }))
  return watchlistEntryId
}

/** Invites somebody and does the worker's part. @returns the pass */
export async function invite(org: TestOrganization, visitor: { name: string; email?: string; phone?: string }): Promise<VisitPass> {
  const startsAt = new Date()
  const hours = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) }
  const booked = done(await inviteGuest(asHost(org), { visitor: { ...visitor, locale: 'EN' }, siteId: org.site.id, ...hours }))
  const { id } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: booked.id } })
  await sign(org, id)
  return passOf(id)
}

/** Does the worker's part for a pass that may be signed. */
export const sign = (org: TestOrganization, id: string) =>
  issueVisitPass({ eventId: randomUUID(), organizationId: org.id }, { visitPassIds: [id] })

/** A pass as it stands now. */
export const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })

/** Looks at those who are expected, as the worker does after a change of the list. */
export async function screen(org: TestOrganization): Promise<void> {
  const { revision } = await prisma.watchlistPolicy.findUniqueOrThrow({ where: { organizationId: org.id } })
  await screenExpected({ eventId: randomUUID(), organizationId: org.id }, { revision })
}

/** What there is to decide, oldest first. */
export const matches = (org: TestOrganization) =>
  prisma.watchlistMatch.findMany({ where: { organizationId: org.id }, orderBy: { id: 'asc' } })

/** Actions of the audit log about the list, oldest first. */
export async function audited(org: TestOrganization): Promise<string[]> {
  const rows = await prisma.auditLog.findMany({
    where: { organizationId: org.id, action: { startsWith: 'watchlist.' } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ action }) => action.replace('watchlist.', ''))
}

/** Mails that went out in the organization, as they were written. */
export async function mailsOf(org: TestOrganization): Promise<string[]> {
  const names = await readdir(mailFolder)
  const mails = await Promise.all(names.map((name) => readFile(join(mailFolder, name), 'utf8')))
  return mails
    .map((mail) => mail.replace(/\r\n[ \t]+/g, ' '))
    .filter((mail) => mail.toLowerCase().includes(`${mailOwner}: ${org.id}`.toLowerCase()))
}

/** Puts names on the list of an organization at once, with nobody asked for it. */
export async function listMany(org: TestOrganization, names: readonly string[], validUntil: Date | null = null): Promise<void> {
  const [ctx, keyring] = [asSecurityOfficer(org), await keyringOf(org.id)]
  const entry = { action: 'REVIEW', siteId: null, validUntil, importId: null } as const
  const entries = names.map((name) => ({ record: { name, aliases: [], email: null, phone: null, company: null, reason: 'x' }, ...entry }))
  await ctx.transaction((tx) => writeEntries(ctx, tx, keyring, org.securityOfficer.id, entries))
}
