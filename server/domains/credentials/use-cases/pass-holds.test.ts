import { beforeAll, expect, it } from 'vitest'
import { newId } from '../../../core/ids'
import { systemCtx, type Ctx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { createOrganization, type TestOrganization } from '../../../../tests/setup/organization'
import { bookedVisit } from '../../../../tests/integration/scan/signed-pass'
import { holdPasses, releasePasses } from './pass-holds'
import { issueVisitPass } from './issue-visit-pass'

let org: TestOrganization
let ctx: Ctx
beforeAll(async () => {
  org = await createOrganization()
  ctx = systemCtx(org.id)
})

const statusOf = async (id: string) => (await prisma.visitPass.findUniqueOrThrow({ where: { id } })).status
const issue = (id: string) => issueVisitPass({ eventId: newId(), organizationId: org.id }, { visitPassIds: [id] })
const hold = (id: string, kind: 'APPROVAL' | 'WATCHLIST', tellsGuests = true) =>
  ctx.transaction((tx) => holdPasses(ctx, tx, { visitPassIds: [id], kind }, tellsGuests))
const release = (id: string, kind: 'APPROVAL' | 'WATCHLIST') =>
  ctx.transaction((tx) => releasePasses(ctx, tx, { visitPassIds: [id], kind }))
const released = (entityId: string) => prisma.outboxEvent.findMany({ where: { type: 'visitpass.released', entityId } })

it('a pass that waits for two words is signed after the second, and told of once', async () => {
  const { passId: id } = await bookedVisit(org)
  await hold(id, 'APPROVAL')
  await hold(id, 'WATCHLIST', false)
  await issue(id)
  expect(await statusOf(id)).toBe('PENDING_APPROVAL')
  expect(await release(id, 'APPROVAL')).toEqual([])
  expect(await release(id, 'APPROVAL')).toEqual([])
  expect(await release(id, 'WATCHLIST')).toEqual([id])
  expect(await release(id, 'WATCHLIST')).toEqual([])
  expect((await released(id)).map(({ payload }) => payload)).toMatchObject([{ visitPassId: id, tellsGuest: false }])
  await issue(id)
  expect(await statusOf(id)).toBe('ACTIVE')
})

it('a pass that was signed loses its code when it has to wait', async () => {
  const { passId: id } = await bookedVisit(org)
  await issue(id)
  expect(await hold(id, 'WATCHLIST')).toEqual([id])
  expect(await prisma.visitPass.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'PENDING_APPROVAL',
    qrToken: null,
    shortCode: null,
  })
})

it('a pass that was withdrawn neither waits nor comes back', async () => {
  const { passId: id } = await bookedVisit(org)
  await prisma.visitPass.update({ where: { id }, data: { status: 'REVOKED' } })
  expect(await hold(id, 'APPROVAL')).toEqual([])
  expect(await release(id, 'APPROVAL')).toEqual([])
  expect(await statusOf(id)).toBe('REVOKED')
})

it('of many who hold and release at once none leaves a pass that waits for nothing, or is signed while it waits', async () => {
  const { passId: id } = await bookedVisit(org)
  for (let round = 0; round < 20; round++) {
    await hold(id, 'APPROVAL')
    await Promise.all([release(id, 'APPROVAL'), hold(id, 'WATCHLIST'), release(id, 'APPROVAL')])
    expect(await statusOf(id)).toBe('PENDING_APPROVAL')
    await Promise.all([release(id, 'WATCHLIST'), release(id, 'WATCHLIST'), issue(id)])
    expect(['DRAFT', 'ACTIVE']).toContain(await statusOf(id))
  }
})
