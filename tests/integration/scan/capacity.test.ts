import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { updatePresencePolicy } from '../../../server/domains/access-control/use-cases/rules/save-presence-policy'
import { setGateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { simulateScan } from '../../../server/domains/access-control/use-cases/simulate-scan'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { counted, innerGate, made, policy, zoneOf } from './places'
import { scan, signedPass, verdict } from './signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const atInner = () => ({ gateId: org.gates[1].id })

describe('a capacity', () => {
  it.each([
    ['of a site', 3, 20],
    ['of a site of one', 1, 12],
  ])('%s is never exceeded: of many at once as many come in as there is room', async (_, capacity, guests) => {
    await policy(org, { capacity })
    const passes = await Promise.all(Array.from({ length: guests }, () => signedPass(org)))
    const scanners = await Promise.all(Array.from({ length: 5 }, () => asDevice(org)))
    const words = await Promise.all(passes.map(({ code }, index) => verdict(scanners[index % scanners.length]!, org, code)))
    expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(capacity)
    expect(words.filter((word) => word === 'CAPACITY_REACHED')).toHaveLength(guests - capacity)
    expect(await counted(org)).toMatchObject({ inside: capacity })
    const inside = passes[words.indexOf('ScanAdmitted')]!
    const waiting = passes[words.indexOf('CAPACITY_REACHED')]!
    expect(await verdict(asOperator(org), org, inside.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, waiting.code)).toBe('ScanAdmitted')
  })

  it('of a zone counts those in the zones that lie in it, and not whoever only moves inside it', async () => {
    const floor = await zoneOf(org, 'Floor', { capacity: 2 })
    const lab = await zoneOf(org, 'Laboratory', { parentId: floor.id, capacity: 1 })
    await made(setGateZone(asOrgAdmin(org), { gateId: org.gates[0].id, zoneId: floor.id }))
    await innerGate(org, lab.id)
    const [one, two, three] = [await signedPass(org), await signedPass(org), await signedPass(org)]
    const ctx = asOperator(org)
    expect([await verdict(ctx, org, one.code), await verdict(ctx, org, one.code, atInner())]).toEqual(['ScanAdmitted', 'ScanAdmitted'])
    expect([await verdict(ctx, org, two.code), await verdict(ctx, org, two.code, atInner())]).toEqual(['ScanAdmitted', 'CAPACITY_REACHED'])
    expect(await verdict(ctx, org, three.code)).toBe('CAPACITY_REACHED')
    expect(await counted(org)).toMatchObject({ inside: 2, zones: [2, 1] })
    await verdict(ctx, org, one.code, { ...atInner(), direction: 'EXIT' })
    expect(await verdict(ctx, org, two.code, atInner())).toBe('ScanAdmitted')
    expect(await counted(org)).toMatchObject({ inside: 2, zones: [2, 1] })
  })

  it('of a zone holds against many who go in at once', async () => {
    const lab = await zoneOf(org, 'Laboratory', { capacity: 2 })
    await innerGate(org, lab.id)
    const passes = await Promise.all(Array.from({ length: 10 }, () => signedPass(org)))
    const scanners = await Promise.all(Array.from({ length: 5 }, () => asDevice(org)))
    for (const { code } of passes) await verdict(scanners[0]!, org, code)
    const words = await Promise.all(passes.map(({ code }, index) => verdict(scanners[index % scanners.length]!, org, code, atInner())))
    expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(2)
    expect(await counted(org)).toMatchObject({ inside: 10, zones: [2] })
  })

  it('does not stand in the way of an override, which counts', async () => {
    await policy(org, { capacity: 1 })
    const [one, other, third] = [await signedPass(org), await signedPass(org), await signedPass(org)]
    await verdict(asOperator(org), org, one.code)
    const forced = { code: other.code, gateId: org.gates[0].id, direction: 'ENTRY' as const, nonce: newId(), reason: 'The fire brigade' }
    expect(await overrideScan(asSecurityOfficer(org), forced)).toMatchObject({ kind: 'ScanAdmitted' })
    expect(await counted(org)).toMatchObject({ inside: 2 })
    await verdict(asOperator(org), org, one.code, { direction: 'EXIT' })
    expect(await verdict(asOperator(org), org, third.code)).toBe('CAPACITY_REACHED')
  })

  it('is told with its name by a trial', async () => {
    await policy(org, { capacity: 1 })
    const [one, other] = [await signedPass(org), await signedPass(org)]
    await verdict(asOperator(org), org, one.code)
    const asked = { visitPassId: other.id, gateId: org.gates[0].id, direction: 'ENTRY' as const, at: new Date() }
    const told = await simulateScan(asSecurityOfficer(org), asked)
    expect(told).toMatchObject({ admitted: false, reason: 'CAPACITY_REACHED' })
    expect(told?.trace.slice(-2)).toEqual(['The site is full.', 'The place is full.'])
  })
})

describe('coming in again without leaving', () => {
  it.each([
    ['OFF', 'ScanAdmitted', []],
    ['SOFT', 'ScanAdmitted', ['Somebody has come in on this pass already, and nobody saw them leave.']],
    ['HARD', 'CHECKOUT_REQUIRED', []],
  ] as const)('%s', async (antiPassback, word, notices) => {
    await policy(org, { antiPassback })
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    const nonce = newId()
    const again = await scan(ctx, org, pass.code, { nonce })
    expect('reason' in again ? again.reason : 'kind' in again && again.kind).toBe(word)
    if ('notices' in again) expect(again.notices).toEqual(notices)
    expect(await scan(ctx, org, pass.code, { nonce })).toMatchObject('notices' in again ? { notices: again.notices } : {})
    await verdict(ctx, org, pass.code, { direction: 'EXIT' })
    expect(await scan(ctx, org, pass.code)).toMatchObject({ kind: 'ScanAdmitted', notices: [] })
  })

  it('is kept out however many scanners see the pass at once, and is let be when the time is up', async () => {
    await policy(org, { antiPassback: 'HARD', passbackMinutes: 30 })
    const pass = await signedPass(org, { passType: 'MULTI' })
    const scanners = await Promise.all(Array.from({ length: 8 }, () => asDevice(org)))
    const words = await Promise.all(scanners.map((ctx) => verdict(ctx, org, pass.code)))
    expect(words.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'CHECKOUT_REQUIRED'), 'ScanAdmitted'])
    await prisma.visitPass.update({ where: { id: pass.id }, data: { movedAt: new Date(Date.now() - 31 * 60_000) } })
    expect(await verdict(scanners[0]!, org, pass.code)).toBe('ScanAdmitted')
  })

  it('holds at inner gates for whoever is in there, and for whom nobody saw come in', async () => {
    await policy(org, { antiPassback: 'HARD' })
    await innerGate(org, (await zoneOf(org, 'Laboratory')).id)
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code, atInner())).toBe('RULE')
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect([await verdict(ctx, org, pass.code, atInner()), await verdict(ctx, org, pass.code, atInner())]).toEqual([
      'ScanAdmitted',
      'CHECKOUT_REQUIRED',
    ])
    expect(await verdict(ctx, org, pass.code, { ...atInner(), direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(ctx, org, pass.code, atInner())).toBe('ScanAdmitted')
  })

  it('is set by whoever may make rules, and leaves a trace', async () => {
    await expect(updatePresencePolicy(asOperator(org), { siteId: org.site.id, antiPassback: 'HARD' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const other = await createOrganization()
    const foreign = await updatePresencePolicy(asOrgAdmin(other), { siteId: org.site.id, antiPassback: 'HARD' })
    expect(foreign).toEqual(await updatePresencePolicy(asOrgAdmin(other), { siteId: newId(), antiPassback: 'HARD' }))
    expect(await updatePresencePolicy(asOrgAdmin(org), { siteId: org.site.id, antiPassback: 'HARD', capacity: 0 })).toMatchObject({
      failure: 'ValidationFailed',
      path: ['input', 'capacity'],
    })
    await policy(org, { antiPassback: 'SOFT', capacity: 40 })
    const [row] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'site.set_presence_policy' } })
    expect(row?.details).toMatchObject({ after: { capacity: 40, antiPassback: 'SOFT' } })
  })
})
