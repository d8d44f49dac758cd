import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { deleteZone, setGateZone, updateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { dataOf, gid } from '../api/graphql-call'
import { counted, innerGate, made, zoneOf } from './places'
import { scan, signedPass, verdict } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const atInner = () => ({ gateId: org.gates[1].id })

const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })

/** How far a guest has come, as the API says it. */
async function stageOf(id: string) {
  const query = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { stage whereabouts { zone { name } people } } } }'
  const { node } = await dataOf<{ node: object }>(asOperator(org), query, { id: gid('VisitPass', id) })
  return node
}

async function groupPass(groupSize: number) {
  const hours = { startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000) }
  const visitor = { name: 'Anna Petrova' }
  const visit = await made(inviteGuest(asHost(org), { visitor, siteId: org.site.id, passType: 'GROUP', groupSize, ...hours }))
  const { id } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: visit.id } })
  await issueVisitPass({ organizationId: org.id } as never, { visitPassIds: [id] })
  const { qrToken } = await passOf(id)
  return { id, code: qrToken ?? '' }
}

describe('an inner gate', () => {
  it('costs no entry, moves who is inside, and is no arrival', async () => {
    const zone = await zoneOf(org, 'Laboratory')
    await innerGate(org, zone.id)
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(await scan(ctx, org, pass.code, atInner())).toMatchObject({
      kind: 'ScanAdmitted',
      visitPass: { entriesUsed: 1, zones: { [zone.id]: 1 } },
    })
    expect(await passOf(pass.id)).toMatchObject({ status: 'USED', entriesUsed: 1, presence: 'INSIDE', zones: { [zone.id]: 1 }, moves: 2 })
    expect(await counted(org)).toEqual({ inside: 1, zones: [1], today: 1 })
    const events = await prisma.outboxEvent.findMany({ where: { organizationId: org.id, type: { startsWith: 'visitpass.' } } })
    expect(
      events
        .map(({ type }) => type)
        .filter((type) => type !== 'visitpass.issued')
        .toSorted(),
    ).toEqual(['visitpass.checked_in', 'visitpass.moved'])
    expect(await verdict(ctx, org, pass.code, { ...atInner(), direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', peopleInside: 1, zones: null })
    expect(await verdict(ctx, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await passOf(pass.id)).toMatchObject({ presence: 'LEFT', peopleInside: 0, zones: null })
    const log = await prisma.checkin.findMany({ where: { visitPassId: pass.id }, orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }] })
    expect(log.map(({ movement, zoneFrom, zoneTo }) => [movement, zoneFrom, zoneTo])).toEqual([
      ['IN', null, null],
      ['WITHIN', null, zone.id],
      ['WITHIN', zone.id, null],
      ['OUT', null, null],
    ])
  })

  it('passed by somebody whom nobody saw come in is their entry, and a way out shows that they are inside', async () => {
    await innerGate(org, (await zoneOf(org, 'Laboratory')).id)
    const [one, other] = [await signedPass(org), await signedPass(org)]
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, one.code, atInner())).toBe('ScanAdmitted')
    expect(await passOf(one.id)).toMatchObject({ status: 'USED', entriesUsed: 1, presence: 'INSIDE' })
    expect(await verdict(ctx, org, other.code, { ...atInner(), direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await passOf(other.id)).toMatchObject({ status: 'ACTIVE', entriesUsed: 0, presence: 'INSIDE', peopleInside: 1 })
  })

  it('that did not turn puts people back where they were', async () => {
    const zone = await zoneOf(org, 'Laboratory')
    await innerGate(org, zone.id)
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    await verdict(ctx, org, pass.code)
    const nonce = newId()
    await verdict(ctx, org, pass.code, { ...atInner(), nonce })
    await made(annulScan(ctx, { nonce }))
    expect(await passOf(pass.id)).toMatchObject({ status: 'USED', entriesUsed: 1, presence: 'INSIDE', zones: null })
    await verdict(ctx, org, pass.code, atInner())
    const leaving = newId()
    await verdict(ctx, org, pass.code, { direction: 'EXIT', nonce: leaving })
    await made(annulScan(ctx, { nonce: leaving }))
    expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', peopleInside: 1, zones: { [zone.id]: 1 } })
  })

  it('places every one of a group, however many scanners see them at once', async () => {
    const zone = await zoneOf(org, 'Laboratory')
    await innerGate(org, zone.id)
    const pass = await groupPass(12)
    const scanners = await Promise.all(Array.from({ length: 6 }, () => asDevice(org)))
    const each = <T>(count: number, work: (ctx: (typeof scanners)[number]) => Promise<T>) =>
      Promise.all(Array.from({ length: count }, (_, index) => work(scanners[index % scanners.length]!)))
    expect(new Set(await each(12, (ctx) => verdict(ctx, org, pass.code)))).toEqual(new Set(['ScanAdmitted']))
    await each(8, (ctx) => verdict(ctx, org, pass.code, atInner()))
    expect(await passOf(pass.id)).toMatchObject({ entriesUsed: 12, peopleInside: 12, zones: { [zone.id]: 8 }, moves: 20 })
    await Promise.all([
      each(3, (ctx) => verdict(ctx, org, pass.code, { ...atInner(), direction: 'EXIT' })),
      each(4, (ctx) => verdict(ctx, org, pass.code, { direction: 'EXIT' })),
    ])
    expect(await passOf(pass.id)).toMatchObject({ peopleInside: 8, moves: 27 })
    const { zones, peopleInside } = await passOf(pass.id)
    expect((zones as Record<string, number>)[zone.id]).toBeLessThanOrEqual(peopleInside)
  })

  it('has to lead somewhere', async () => {
    const refused = await setGateZone(asOrgAdmin(org), { gateId: org.gates[1].id, zoneId: null, isInner: true })
    expect(refused).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'isInner'] })
  })
})

describe('grounds before the reception', () => {
  it('ask nothing; the reception asks, once', async () => {
    const yard = await zoneOf(org, 'Yard', { isGrounds: true })
    const house = await zoneOf(org, 'House')
    await made(setGateZone(asOrgAdmin(org), { gateId: org.gates[0].id, zoneId: yard.id }))
    await innerGate(org, house.id)
    await prisma.site.update({ where: { id: org.site.id }, data: { identityCheck: true } })
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    expect(await stageOf(pass.id)).toEqual({ stage: 'EXPECTED', whereabouts: [] })
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(await stageOf(pass.id)).toEqual({ stage: 'ON_SITE', whereabouts: [{ zone: { name: 'Yard' }, people: 1 }] })
    const nonce = newId()
    expect(await scan(ctx, org, pass.code, { ...atInner(), nonce })).toMatchObject({
      kind: 'ScanIncomplete',
      missing: ['CONFIRM_IDENTITY'],
    })
    expect(await verdict(ctx, org, pass.code, { ...atInner(), nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ScanAdmitted')
    expect(await stageOf(pass.id)).toMatchObject({ stage: 'CHECKED_IN' })
    await verdict(ctx, org, pass.code, { ...atInner(), direction: 'EXIT' })
    expect(await passOf(pass.id)).toMatchObject({ entriesUsed: 1, presence: 'INSIDE' })
    await verdict(ctx, org, pass.code, { direction: 'EXIT' })
    expect(await stageOf(pass.id)).toEqual({ stage: 'LEFT', whereabouts: [] })
  })
})

describe('a zone', () => {
  it('never lies in itself, directly or not', async () => {
    const outer = await zoneOf(org, 'Outer')
    const inner = await zoneOf(org, 'Inner', { parentId: outer.id })
    const move = (zoneId: string, parentId: string) =>
      updateZone(asOrgAdmin(org), { zoneId, name: `Zone ${zoneId}`, isRestricted: false, parentId })
    expect(await move(outer.id, inner.id)).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'parentId'] })
    expect(await move(outer.id, outer.id)).toMatchObject({ failure: 'ValidationFailed' })
    expect(await move(outer.id, newId())).toMatchObject({ failure: 'NotFound' })
  })

  it('in which another lies, or in which somebody is, is not deleted', async () => {
    const outer = await zoneOf(org, 'Outer')
    const inner = await zoneOf(org, 'Inner', { parentId: outer.id })
    const remove = (zoneId: string) => deleteZone(asOrgAdmin(org), { zoneId })
    expect(await remove(outer.id)).toMatchObject({
      failure: 'ValidationFailed',
      fields: [{ message: 'Zones lie in it: Inner. Move them first.' }],
    })
    await made(setGateZone(asOrgAdmin(org), { gateId: org.gates[0].id, zoneId: inner.id }))
    const pass = await signedPass(org)
    await verdict(asOperator(org), org, pass.code)
    await made(setGateZone(asOrgAdmin(org), { gateId: org.gates[0].id, zoneId: null }))
    expect(await remove(inner.id)).toMatchObject({ failure: 'ValidationFailed' })
    await verdict(asOperator(org), org, pass.code, { direction: 'EXIT' })
    expect(await remove(inner.id)).toMatchObject({ id: inner.id })
  })
})
