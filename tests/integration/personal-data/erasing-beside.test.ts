import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { actorId } from '../../../server/core/audit'
import { openVisitors, sealedVisitor } from '../../../server/core/visitor-record'
import { nameCompanion } from '../../../server/domains/appointments/use-cases/companions/name-companion'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { draftPasses } from '../../../server/domains/credentials/use-cases/draft-passes'
import { inviteGuestList } from '../../../server/domains/guest-lists/use-cases/invite-guest-list'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { setGuestPolicy } from '../../../server/domains/organizations/use-cases/guest-policy'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import type { Prisma } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { connectionOf, untilWaiting } from '../../setup/lock-waits'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOrgAdmin } from '../../setup/principals'
import { asGuest, openedInvite } from '../guests/opened'
import { listOf } from '../guest-lists/lists'
import { signedPass } from '../scan/signed-pass'
import { done, list, officer } from '../watchlist/watching'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization({ timeZone: 'UTC' })
})

const anna = { name: 'Anna Petrova', email: 'anna@guest.example' }
const texts = { title: 'Interview of Anna Petrova', message: 'Dear Anna', receptionNote: 'Anna is tall' }
const withWatchlist = async () => list(await officer(org), 'Щукин Юрий')
const erase = (visitorId: string) => eraseOnce(asOrgAdmin(org), visitorId, { reason: 'Asked for it' })

/** Invites the same person, after two hours. */
const inviting = (more: { idempotencyKey?: string; recurrence?: string } = {}) => {
  const startsAt = new Date(Date.now() + 7_200_000)
  const hours = { startsAt, endsAt: new Date(+startsAt + 3_600_000) }
  return inviteGuest(asHost(org), { visitor: anna, siteId: org.site.id, ...hours, ...texts, ...more })
}

/** Somebody who was here before. @returns their id */
async function known(): Promise<string> {
  const { id } = done(await inviting())
  return (await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: id } })).visitorId
}

/** While a lock is held, things begin and wait for it. @returns them, once it is let go */
const behind = (hold: (tx: Prisma.TransactionClient) => Promise<unknown>, begin: (connection: number) => Promise<Promise<unknown>[]>) =>
  prisma.$transaction(
    async (tx) => {
      await hold(tx)
      const begun = await begin(await connectionOf(tx, org.id))
      for (const each of begun) each.catch(() => undefined)
      return { begun }
    },
    { timeout: 15_000 },
  )

const begunOneBehindTheOther = async (connection: number, ...works: (() => Promise<unknown>)[]) => {
  const begun: Promise<unknown>[] = []
  for (const work of works) {
    begun.push(work())
    await untilWaiting(connection, begun.length)
  }
  return begun
}

/** Hosts are named by new visits, after visitors were found and before there are passes. */
const takeHost = (tx: Prisma.TransactionClient) =>
  tx.$queryRaw`SELECT id FROM hosts FORCE INDEX (hosts_organization_id_id_key)
    WHERE organization_id = ${org.id} AND id = ${org.host.id} FOR UPDATE`

const takeWatchlist = (tx: Prisma.TransactionClient) =>
  tx.watchlistPolicy.updateMany({ where: { organizationId: org.id }, data: { organizationId: org.id } })

/** That nothing is left of somebody who was erased, and they come by no pass. */
async function expectNothingLeft(visitorId: string): Promise<void> {
  expect((await prisma.visitor.findUniqueOrThrow({ where: { id: visitorId } })).erasedAt).not.toBeNull()
  const passes = await prisma.visitPass.findMany({ where: { visitorId }, include: { appointment: { include: { series: true } } } })
  expect(passes.map(({ status }) => status)).toEqual(passes.map(() => 'REVOKED'))
  const left = passes.flatMap(({ appointment }) => (appointment ? [appointment, ...(appointment.series ? [appointment.series] : [])] : []))
  for (const each of left) expect(each).toMatchObject({ sealedTitle: null, sealedMessage: null, sealedReceptionNote: null })
}

/** That one pass was made for a new visitor of that name. */
async function expectInvitedAnew(visitorId: string, where: Prisma.VisitPassWhereInput): Promise<void> {
  await expectNothingLeft(visitorId)
  const passes = await prisma.visitPass.findMany({ where: { organizationId: org.id, visitorId: { not: visitorId }, ...where } })
  expect(passes).toHaveLength(1)
  const visitors = await prisma.visitor.findMany({ where: { id: passes[0]!.visitorId }, select: sealedVisitor })
  expect((await openVisitors(visitors)).map(({ name, email }) => ({ name, email }))).toEqual([anna])
}

describe.each([
  ['that keeps no watchlist', async () => undefined],
  ['with a watchlist', withWatchlist],
])('in an organization %s', (_, prepare) => {
  it.each([undefined, 'FREQ=DAILY;COUNT=2'])('an erasure finds what is booked beside it (%s)', async (recurrence) => {
    await prepare()
    const visitorId = await known()
    const ctx = asHost(org)
    const idempotencyKey = randomUUID()
    const taken = { organizationId: org.id, principalId: actorId(ctx) ?? '', key: idempotencyKey }
    const others = { operation: 'other', inputHash: new Uint8Array(32), entityId: randomUUID(), createdAt: new Date() }
    const stopped = new Error('The key is given back')
    let begun: Promise<unknown>[] = []
    const holding = behind(
      (tx) => tx.idempotencyKey.create({ data: { ...taken, ...others } }),
      async (connection) => {
        begun = await begunOneBehindTheOther(
          connection,
          () => inviting({ idempotencyKey, ...(recurrence ? { recurrence } : {}) }),
          () => erase(visitorId),
        )
        for (const each of begun) each.catch(() => undefined)
        throw stopped
      },
    )
    await expect(holding).rejects.toBe(stopped)
    const [booked] = await Promise.all(begun)
    done(booked as Awaited<ReturnType<typeof inviteGuest>>)
    expect(await prisma.visitPass.count({ where: { visitorId } })).toBe(recurrence ? 3 : 2)
    await expectNothingLeft(visitorId)
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(1)
  })
})

describe('somebody who is erased after they were found', () => {
  it('is invited as somebody new where there is no watchlist', async () => {
    const visitorId = await known()
    const { begun } = await behind(takeHost, async (connection) => {
      const going = await begunOneBehindTheOther(connection, () => inviting())
      expect(await erase(visitorId)).not.toBeNull()
      return going
    })
    done((await begun[0]) as Awaited<ReturnType<typeof inviteGuest>>)
    await expectInvitedAnew(visitorId, {})
  })

  it('is invited as somebody new by a list where there is no watchlist', async () => {
    const visitorId = await known()
    const guests = await listOf(asHost(org), org, [anna])
    done(await startGuestList(asHost(org), { guestListId: guests.id }))
    const { begun } = await behind(takeHost, async (connection) => {
      const going = await begunOneBehindTheOther(connection, () =>
        inviteGuestList({ eventId: randomUUID(), organizationId: org.id }, { guestListId: guests.id }),
      )
      expect(await erase(visitorId)).not.toBeNull()
      return going
    })
    await begun[0]
    await expectInvitedAnew(visitorId, {})
    expect(await prisma.guestList.findUniqueOrThrow({ where: { id: guests.id } })).toMatchObject({ status: 'DONE', invitedRows: 1 })
  })

  it('is invited as somebody new by a list where there is a watchlist', async () => {
    await withWatchlist()
    const visitorId = await known()
    const guests = await listOf(asHost(org), org, [anna])
    done(await startGuestList(asHost(org), { guestListId: guests.id }))
    const { begun } = await behind(takeWatchlist, (connection) =>
      begunOneBehindTheOther(
        connection,
        () => erase(visitorId),
        () => inviteGuestList({ eventId: randomUUID(), organizationId: org.id }, { guestListId: guests.id }),
      ),
    )
    await Promise.all(begun)
    await expectInvitedAnew(visitorId, {})
  })

  it('is brought along as somebody new', async () => {
    await withWatchlist()
    await setGuestPolicy(asOrgAdmin(org), { companions: 2, privacyContact: null })
    const visitorId = await known()
    const guest = await signedPass(org)
    const invite = await openedInvite(guest.id)
    const { begun } = await behind(takeWatchlist, (connection) =>
      begunOneBehindTheOther(
        connection,
        () => erase(visitorId),
        () => nameCompanion(asGuest(org), invite, anna),
      ),
    )
    await Promise.all(begun)
    await expectInvitedAnew(visitorId, { broughtById: guest.id })
  })

  it('gets no pass beside somebody who brings them, and whoever asked may ask again', async () => {
    const visitorId = await known()
    const guest = await signedPass(org)
    const appointment = await prisma.appointment.findUniqueOrThrow({ where: { id: guest.appointmentId! } })
    await erase(visitorId)
    const wanted = { appointment, visitorId, type: 'SINGLE' as const, visitorTypeId: null, broughtById: guest.id }
    const ctx = asHost(org)
    await expect(ctx.transaction((tx) => draftPasses(ctx, tx, [wanted]))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expectNothingLeft(visitorId)
  })
})
