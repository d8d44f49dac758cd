import { expect } from 'vitest'
import { prisma } from '../../../server/infra/db'
import type { BookedVisit } from '../scan/signed-pass'

/** The numbers that events have by now, in their order. */
export async function sequences(): Promise<number[]> {
  const rows = await prisma.outboxEvent.findMany({
    where: { sequence: { not: null } },
    orderBy: { sequence: 'asc' },
    select: { sequence: true },
  })
  return rows.map(({ sequence }) => Number(sequence))
}

/** 1, 2, 3 … */
export const gapless = (length: number): number[] => Array.from({ length }, (_, index) => index + 1)

/** The number of an event; null until it is relayed. */
export async function sequenceOf(id: string): Promise<number | null> {
  const row = await prisma.outboxEvent.findUnique({ where: { id }, select: { sequence: true } })
  return row?.sequence ? Number(row.sequence) : null
}

/** How the mails about these visits stand, in the order of the visits. */
async function notificationsOf(visits: BookedVisit[]): Promise<string[]> {
  const rows = await prisma.notification.findMany({ where: { visitPassId: { in: visits.map(({ passId }) => passId) } } })
  return visits.map(({ passId }) =>
    rows
      .filter((row) => row.visitPassId === passId)
      .map((row) => row.status)
      .join(),
  )
}

/** What is not done yet: events without a number, reactions that are not DONE, invites that did not go out. */
async function undone(visits: BookedVisit[]): Promise<{ unnumbered: number; reactions: number; invites: number }> {
  const [unnumbered, reactions, sent] = await Promise.all([
    prisma.outboxEvent.count({ where: { sequence: null } }),
    prisma.outboxReaction.count({ where: { status: { not: 'DONE' } } }),
    notificationsOf(visits),
  ])
  return { unnumbered, reactions, invites: sent.filter((status) => status !== 'SENT').length }
}

/** Waits until everything that follows from these visits is done, each once: one signature and one invite per pass. */
export async function untilHandled(visits: BookedVisit[], timeout: number): Promise<void> {
  await expect.poll(() => undone(visits), { timeout, interval: 100 }).toEqual({ unnumbered: 0, reactions: 0, invites: 0 })
  const issued = await prisma.outboxEvent.findMany({ where: { type: 'visitpass.issued' }, select: { entityId: true } })
  expect(issued.map(({ entityId }) => entityId).sort()).toEqual(visits.map(({ passId }) => passId).sort())
  expect(await sequences()).toEqual(gapless(await prisma.outboxEvent.count()))
}

/** The guests' addresses, as often as a mail went to them. */
export const recipients = (mails: string[]): string[] => mails.map((mail) => /^To: (\S+)/im.exec(mail)?.[1] ?? '').sort()

/** The addresses of the guests, each once. */
export const guestsOf = (visits: BookedVisit[]): string[] => visits.map(({ email }) => email).sort()
