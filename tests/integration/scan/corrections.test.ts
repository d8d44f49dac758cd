import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { correctPresence } from '../../../server/domains/access-control/use-cases/presence/correct-presence'
import { countHeads, countsOf } from '../../../server/domains/access-control/use-cases/presence/count-heads'
import {
  correctionsOf,
  findReconciliations,
  likelyGone,
  likelyInside,
} from '../../../server/domains/access-control/use-cases/presence/find-reconciliations'
import { historyOf, standingOf } from '../../../server/domains/access-control/use-cases/offline/record-scans'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator, asSecurityOfficer, asUser } from '../../setup/principals'
import { counted, made, zoneOf } from './places'
import { signedPass, verdict } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

/** Why it was not done; DONE where it was. */
const codeOf = (answer: object): string => ('code' in answer ? String(answer.code) : 'DONE')

const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const rowsOf = (visitPassId: string) => prisma.checkin.findMany({ where: { visitPassId }, orderBy: { id: 'asc' } })

/** A guest whom a gate has let in. */
async function insider() {
  const pass = await signedPass(org, { passType: 'MULTI' })
  expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
  return pass
}

async function groupPass(groupSize: number) {
  const hours = { startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000) }
  const visit = await made(
    inviteGuest(asHost(org), { visitor: { name: 'Anna Petrova' }, siteId: org.site.id, passType: 'GROUP', groupSize, ...hours }),
  )
  const { id } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: visit.id } })
  await issueVisitPass({ organizationId: org.id } as never, { visitPassIds: [id] })
  return id
}

async function said(visitPassId: string, more: Partial<Parameters<typeof correctPresence>[1]> = {}) {
  const { moves } = await passOf(visitPassId)
  return { visitPassId, presence: 'LEFT' as const, moves, reason: 'Seen leaving', nonce: newId(), ...more }
}

/** What all check-ins come to by themselves is what stands on the pass. */
async function expectToAgree(id: string) {
  const pass = await passOf(id)
  const ctx = asOperator(org)
  const { state } = await ctx.transaction((tx) => historyOf(tx, pass))
  const { presence, peopleInside, entriesUsed } = pass
  expect(standingOf(pass, state)).toMatchObject({ presence, peopleInside, entriesUsed })
}

describe('a correction', () => {
  it('is an entry of its own: forced, with its reason, audited and announced; what the gate wrote stays', async () => {
    const { id } = await insider()
    const [before] = await rowsOf(id)
    const ctx = asOperator(org)
    const checkin = await made(correctPresence(ctx, await said(id)))
    expect(checkin).toMatchObject({
      direction: 'EXIT',
      movement: 'OUT',
      source: 'DESK',
      forced: true,
      forcedReason: 'Seen leaving',
      isCorrection: true,
    })
    expect(await passOf(id)).toMatchObject({ presence: 'LEFT', peopleInside: 0, insideSince: null })
    const [kept, added] = await rowsOf(id)
    expect(kept).toEqual(before)
    expect(added?.id).toBe(checkin.id)
    expect(await counted(org)).toMatchObject({ inside: 0, today: 1 })
    const trace = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'presence.correct', entityId: id } })
    expect(trace).toMatchObject([
      { actorId: org.operator.id, details: { reason: 'Seen leaving', presence: 'LEFT', checkinId: checkin.id } },
    ])
    const events = await prisma.outboxEvent.findMany({ where: { organizationId: org.id, entityId: id, type: 'visitpass.checked_out' } })
    expect(events).toMatchObject([{ payload: { checkinId: checkin.id, forced: true } }])
    await expectToAgree(id)
  })

  it('says that somebody is inside, in a zone, since some moment; then in another zone', async () => {
    const [hall, store] = [await zoneOf(org, 'Hall'), await zoneOf(org, 'Store')]
    const { id } = await signedPass(org, { passType: 'MULTI' })
    const at = new Date(Date.now() - 600_000)
    const ctx = asSecurityOfficer(org)
    const inside = { presence: 'INSIDE' as const, reason: 'Came in behind a colleague' }
    expect(await made(correctPresence(ctx, await said(id, { ...inside, zoneId: hall.id, at })))).toMatchObject({
      movement: 'IN',
      zoneTo: hall.id,
    })
    expect(await passOf(id)).toMatchObject({ presence: 'INSIDE', insideSince: at, zones: { [hall.id]: 1 }, entriesUsed: 1 })
    const moved = await made(correctPresence(ctx, await said(id, { ...inside, zoneId: store.id })))
    expect(moved).toMatchObject({ movement: 'WITHIN', zoneFrom: hall.id, zoneTo: store.id })
    expect(await passOf(id)).toMatchObject({ insideSince: at, zones: { [store.id]: 1 }, entriesUsed: 1 })
    expect(await counted(org)).toMatchObject({ inside: 1, zones: [0, 1] })
    await expectToAgree(id)
  })

  it('of a group moves as many as it says', async () => {
    const id = await groupPass(5)
    const ctx = asSecurityOfficer(org)
    await made(correctPresence(ctx, await said(id, { presence: 'INSIDE', people: 3 })))
    expect(await passOf(id)).toMatchObject({ presence: 'INSIDE', peopleInside: 3, entriesUsed: 3, moves: 3 })
    expect(codeOf(await correctPresence(ctx, await said(id, { people: 4 })))).toBe('VALIDATION_FAILED')
    await made(correctPresence(ctx, await said(id, { people: 2 })))
    expect(await passOf(id)).toMatchObject({ presence: 'INSIDE', peopleInside: 1 })
    await made(correctPresence(ctx, await said(id)))
    expect(await passOf(id)).toMatchObject({ presence: 'LEFT', peopleInside: 0 })
    expect(await rowsOf(id)).toHaveLength(6)
    await expectToAgree(id)
  })

  it('of two officers at once one writes it; the other is told, and nothing is written twice', async () => {
    const { id } = await insider()
    const input = await said(id)
    const both = [asOperator(org), asSecurityOfficer(org), asUser(org, await createUser(org.id, 'Operator'))]
    const answers = await Promise.all(both.map((ctx) => correctPresence(ctx, { ...input, nonce: newId() })))
    expect(answers.map(codeOf).filter((word) => word === 'EDIT_CONFLICT')).toHaveLength(2)
    expect((await rowsOf(id)).filter(({ isCorrection }) => isCorrection)).toHaveLength(1)
  })

  it('is one record however often it is sent, and its nonce means it alone', async () => {
    const { id } = await insider()
    const input = await said(id)
    const ctx = asOperator(org)
    const answers = await Promise.all(Array.from({ length: 8 }, () => correctPresence(ctx, input)))
    expect(new Set(answers.map((answer) => ('id' in answer ? answer.id : answer.code))).size).toBe(1)
    expect(codeOf(await correctPresence(ctx, { ...input, moves: input.moves + 1 }))).toBe('NONCE_REUSED')
  })

  it('made on what is no longer so is answered: a gate was quicker', async () => {
    const pass = await insider()
    const input = await said(pass.id)
    expect(await verdict(asOperator(org), org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(codeOf(await correctPresence(asOperator(org), input))).toBe('EDIT_CONFLICT')
  })

  it.each([
    ['to come', 3_600_000],
    ['before they were seen last', -3_600_000],
  ])('is not about a time %s', async (_, later) => {
    const { id } = await insider()
    expect(codeOf(await correctPresence(asOperator(org), await said(id, { at: new Date(Date.now() + later) })))).toBe('VALIDATION_FAILED')
  })

  it('asks for its right: whoever scans says that somebody left, only who overrides that somebody is inside; devices neither', async () => {
    const { id } = await insider()
    const inside = await said(id, { presence: 'INSIDE' })
    await expect(correctPresence(asOperator(org), inside)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(correctPresence(asHost(org), await said(id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(correctPresence(await asDevice(org), await said(id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await correctPresence(await asApiKey(org), await said(id))).toMatchObject({ source: 'API' })
  })

  it('does not reach into another organization', async () => {
    const { id } = await insider()
    const other = await createOrganization()
    const input = await said(id)
    const [foreign, nobody] = [input, { ...input, visitPassId: newId() }]
    expect(await correctPresence(asOperator(other), foreign)).toEqual(await correctPresence(asOperator(other), nobody))
  })
})

describe('a count of heads', () => {
  it('is kept with what the ledger had, suggests whom to look for, and lists what was corrected for it', async () => {
    const hall = await zoneOf(org, 'Hall')
    const [over, long, fresh] = [await insider(), await insider(), await insider()]
    await prisma.visitPass.update({ where: { id: over.id }, data: { validTo: new Date(Date.now() - 60_000) }, select: { id: true } })
    await prisma.visitPass.update({ where: { id: long.id }, data: { insideSince: new Date(Date.now() - 7_200_000) }, select: { id: true } })
    const ctx = asOperator(org)
    const counts = [{ counted: 2 }, { zoneId: hall.id, counted: 1 }]
    const input = { siteId: org.site.id, counts, idempotencyKey: newId() }
    const [kept, again] = [await made(countHeads(ctx, input)), await made(countHeads(ctx, input))]
    expect(again.id).toBe(kept.id)
    expect(countsOf(kept)).toEqual([
      { zoneId: null, counted: 2, ledger: 3 },
      { zoneId: hall.id, counted: 1, ledger: 0 },
    ])
    expect((await likelyGone(ctx, kept)).map(({ id }) => id)).toEqual([over.id, long.id, fresh.id])
    const checkin = await made(correctPresence(ctx, await said(over.id, { reconciliationId: kept.id })))
    expect((await correctionsOf(ctx, kept)).map(({ id }) => id)).toEqual([checkin.id])
    expect((await likelyInside(ctx, kept)).map(({ id }) => id)).toEqual([over.id])
    expect(await findReconciliations(ctx, { siteId: org.site.id })).toHaveLength(1)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'presence.reconcile' } })).toBe(1)
  })

  it('is not of places of others, nor for hosts', async () => {
    const other = await createOrganization()
    const counts = [{ counted: 1 }]
    expect(codeOf(await countHeads(asOperator(other), { siteId: org.site.id, counts }))).toBe('NOT_FOUND')
    await expect(countHeads(asHost(org), { siteId: org.site.id, counts })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const zone = await zoneOf(other, 'Hall')
    const foreign = { siteId: org.site.id, counts: [{ zoneId: zone.id, counted: 1 }] }
    expect(codeOf(await countHeads(asOperator(org), foreign))).toBe('NOT_FOUND')
    await made(countHeads(asOperator(org), { siteId: org.site.id, counts }))
    expect(await findReconciliations(asOperator(other), {})).toEqual([])
    expect(await findReconciliations(asHost(org), {})).toEqual([])
  })
})
