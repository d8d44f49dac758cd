import { beforeEach, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { shareWatchlist } from '../../../server/domains/watchlist/use-cases/share-watchlist.sql'
import { holdWatchlist } from '../../../server/domains/watchlist/use-cases/watchlist-policy'
import { prisma } from '../../../server/infra/db'
import { connectionOf, untilWaiting } from '../../setup/lock-waits'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asSecurityOfficer } from '../../setup/principals'
import { done, invite, list, matches, officer, passOf, screen } from './watching'

let org: TestOrganization
let keeper: Ctx
beforeEach(async () => {
  org = await createOrganization({ timeZone: 'UTC' })
  keeper = await officer(org)
  await list(keeper, 'Щукин Юрий')
})

/** Books visits on three days, far enough ahead. @returns the first */
async function series() {
  const startsAt = new Date(Date.now() + 30 * 86_400_000)
  const hours = { startsAt, endsAt: new Date(+startsAt + 1_800_000) }
  const visitor = { name: 'Anna Petrova' }
  return done(await inviteGuest(asHost(org), { visitor, siteId: org.site.id, ...hours, recurrence: 'FREQ=DAILY;COUNT=3' }))
}

/** While somebody holds the list, as they do who change it, somebody else does a thing; then the first wants all passes. */
const besideOneWhoChanges = (work: () => Promise<unknown>) =>
  asSecurityOfficer(org).transaction(async (tx) => {
    await holdWatchlist(tx, org.id)
    const begun = work()
    begun.catch(() => undefined)
    await untilWaiting(await connectionOf(tx, org.id))
    await tx.visitPass.updateMany({ data: { organizationId: org.id } })
    return { begun }
  })

it('many book at once, and the list changes between them', async () => {
  const ctx = asHost(org)
  let isChanged = false
  const { change } = await ctx.transaction(async (tx) => {
    expect(await shareWatchlist(ctx, tx)).toEqual({ threshold: 80, waitingText: null })
    expect((await invite(org, { name: 'Anna Petrova' })).status).toBe('ACTIVE')
    const begun = list(keeper, 'Петрова Анна').then(() => (isChanged = true))
    begun.catch(() => undefined)
    await untilWaiting(await connectionOf(tx, org.id))
    expect(isChanged).toBe(false)
    return { change: begun }
  })
  await change
  expect((await invite(org, { name: 'Anna Petrova' })).status).toBe('PENDING_APPROVAL')
})

it('of many who invite one person of the list at once each has a pass that waits, and one decision is asked for', async () => {
  const visitor = { name: 'Yuri Shchukin', email: 'yuri@guest.example' }
  await invite(org, visitor)
  await prisma.watchlistMatch.deleteMany({ where: { organizationId: org.id } })
  const passes = await Promise.all(Array.from({ length: 5 }, () => invite(org, visitor)))
  expect(passes.map(({ status }) => status)).toEqual(passes.map(() => 'PENDING_APPROVAL'))
  expect((await matches(org)).map(({ status, round }) => [status, round])).toEqual([['OPEN', 0]])
})

it('a series that changes and whoever changes the list do not wait for each other in a circle', async () => {
  const { id: appointmentId, version, startsAt } = await series()
  const endsAt = new Date(+startsAt + 3_600_000)
  const edit = { appointmentId, version, scope: 'ALL' as const, endsAt, recurrence: 'FREQ=DAILY;COUNT=5' }
  const { begun } = await besideOneWhoChanges(async () => done(await updateAppointment(asHost(org), edit)))
  await begun
  expect(await prisma.visitPass.count({ where: { organizationId: org.id, status: 'DRAFT' } })).toBe(5)
})

it('visits that come back and whoever changes the list do not wait for each other in a circle', async () => {
  const { id: appointmentId } = await series()
  done(await cancelAppointment(asHost(org), { appointmentId, scope: 'ALL', passes: 'REVOKE' }))
  const { begun } = await besideOneWhoChanges(async () => done(await restoreAppointment(asHost(org), { appointmentId })))
  await begun
  expect(await prisma.visitPass.count({ where: { organizationId: org.id, status: 'DRAFT' } })).toBe(3)
})

it('nothing is asked about somebody who is erased while they are looked for', async () => {
  const pass = await invite(org, { name: 'Anna Petrova' })
  await list(keeper, 'Петрова Анна')
  const { begun } = await asHost(org).transaction(async (tx) => {
    // The erasure stops in its middle, where it withdraws the pass.
    await tx.visitPass.updateMany({ where: { id: pass.id }, data: { organizationId: org.id } })
    const erasing = eraseOnce(asSecurityOfficer(org), pass.visitorId, { reason: 'Asked for it' })
    await untilWaiting(await connectionOf(tx, org.id))
    const looking = screen(org)
    for (const each of [erasing, looking]) each.catch(() => undefined)
    await untilWaiting(await connectionOf(tx, org.id), 2)
    return { begun: [erasing, looking] }
  })
  await Promise.all(begun)
  expect((await matches(org)).map(({ status }) => status)).toEqual([])
  expect(await prisma.passHold.count({ where: { organizationId: org.id, releasedAt: null } })).toBe(0)
  expect((await passOf(pass.id)).status).toBe('REVOKED')
})
