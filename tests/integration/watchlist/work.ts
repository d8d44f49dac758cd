import { proposeWatchlistChange } from '../../../server/domains/watchlist/use-cases/entries/propose-watchlist-change'
import { WatchlistChanged, WatchlistNoted } from '../../../server/domains/watchlist/events'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { done, invite, list, officer } from './watching'

/** Makes the events of the watchlist to which something reacts, each in an organization of its own: they speak of the whole list. */
export const watchlistCauses: Record<string, () => Promise<string>> = {
  [WatchlistChanged.type]: async () => {
    const org = await createOrganization()
    await invite(org, { name: 'Anna Petrova' })
    await list(await officer(org), 'Петрова Анна')
    return org.id
  },
  [WatchlistNoted.type]: async () => {
    const org = await createOrganization()
    const keeper = await officer(org)
    const watchlistEntryId = await list(keeper, 'Петрова Анна')
    done(await proposeWatchlistChange(keeper, { watchlistEntryId, proposal: 'BLOCK' }))
    return (await prisma.watchlistNotice.findFirstOrThrow({ where: { organizationId: org.id } })).id
  },
}

/** Leaves something to do for the tasks of the schedule that look after the watchlist. */
export const watchlistLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'forget mails about the watchlist after a month': () =>
    prisma.watchlistNotice.create({
      data: {
        id: newId(),
        organizationId: org.id,
        userId: org.securityOfficer.id,
        about: 'MATCHES',
        createdAt: new Date(Date.now() - 31 * 86_400_000),
      },
    }),
})
