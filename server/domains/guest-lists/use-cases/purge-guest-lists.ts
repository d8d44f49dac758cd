import { prisma } from '../../../infra/db'

/** How long a list is kept, in milliseconds: long enough to correct the rows that could not be used. */
const keptFor = 7 * 24 * 3_600_000

/** Forgets lists that are a week old and not being worked off, with all that their rows say of people. @returns how many */
export async function purgeGuestLists(now = new Date(), organizationId?: string): Promise<number> {
  const { count } = await prisma.guestList.deleteMany({
    where: {
      createdAt: { lt: new Date(now.getTime() - keptFor) },
      status: { not: 'RUNNING' },
      ...(organizationId ? { organizationId } : {}),
    },
  })
  return count
}
