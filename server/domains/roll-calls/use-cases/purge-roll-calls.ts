import { prisma } from '../../../infra/db'

const day = 86_400_000

/** After how long a roll call is over that nobody has ended, in milliseconds. */
const longest = day

/** How long names and notes that marshals wrote are kept after the end, in milliseconds: long enough to write the report of a drill. */
const keptFor = 90 * day

/** Ends roll calls that nobody has ended within a day. @returns how many */
export async function endForgottenRollCalls(now = new Date(), organizationId?: string): Promise<number> {
  const own = organizationId ? { organizationId } : {}
  const where = { ...own, endedAt: null, startedAt: { lt: new Date(now.getTime() - longest) } }
  return (await prisma.rollCall.updateMany({ where, data: { endedAt: now, openKey: null } })).count
}

/**
 * Forgets the names and notes that marshals wrote, three months after the end. Times, marks and numbers stay: they are the report.
 * @returns how many roll calls
 */
export async function purgeRollCalls(now = new Date(), organizationId?: string): Promise<number> {
  const own = organizationId ? { organizationId } : {}
  const where = { ...own, forgottenAt: null, endedAt: { lt: new Date(now.getTime() - keptFor) } }
  const old = await prisma.rollCall.findMany({ where, select: { id: true }, take: 100 })
  const ofThem = { rollCallId: { in: old.map(({ id }) => id) } }
  await prisma.rollCallMark.updateMany({ where: { ...ofThem, sealedNote: { not: null } }, data: { sealedNote: null } })
  await prisma.rollCallPerson.updateMany({ where: { ...ofThem, sealedName: { not: null } }, data: { sealedName: null } })
  return (await prisma.rollCall.updateMany({ where: { id: { in: old.map(({ id }) => id) } }, data: { forgottenAt: now } })).count
}
