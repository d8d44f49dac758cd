import { prisma } from '../../../infra/db'

/** For how long it is known what a controller told, in milliseconds. The check-ins stay; until then nothing counts a second time. */
const memory = 365 * 86_400_000

/** Events that one run forgets at most. */
const batch = 10_000

/** Forgets what controllers told a year ago, as far as it is settled. @returns how many events were forgotten */
export async function purgeControllerEvents(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const old = { ...only, receivedAt: { lt: new Date(now.getTime() - memory) }, outcome: { not: 'WAITING' as const } }
  return (await prisma.controllerEvent.deleteMany({ where: old, limit: batch })).count
}
