import type { PoolConnection } from 'mariadb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../../server/core/ids'
import type * as accessPlan from '../../../server/domains/access-control/use-cases/access-plan.sql'
import { assignPassRules } from '../../../server/domains/access-control/use-cases/rules/assign-rules'
import { assignVisitRules } from '../../../server/domains/access-control/use-cases/rules/assign-visit-rules'
import { createAccessRule, deleteAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { addHoliday, removeHoliday } from '../../../server/domains/access-control/use-cases/rules/save-holidays'
import { createZone, setGateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { simulateScan } from '../../../server/domains/access-control/use-cases/simulate-scan'
import { pool, prisma } from '../../../server/infra/db'
import { wallClockAt } from '../../../shared/wall-clock'
import { untilWaiting } from '../../setup/lock-waits'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { made } from './places'
import { scan, signedPass, verdict } from './signed-pass'

/** What is done once between reading and deciding. */
const between = vi.hoisted(() => ({ once: null as null | (() => Promise<unknown>) }))
vi.mock('../../../server/domains/access-control/use-cases/access-plan.sql', async (load) => {
  const real = await load<typeof accessPlan>()
  const accessAt: typeof real.accessAt = async (...asked) => {
    const place = await real.accessAt(...asked)
    const { once } = between
    between.once = null
    await once?.()
    return place
  }
  return { accessAt }
})

type Content = Parameters<typeof createAccessRule>[1]

const always = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' as const }]
const rule = (content: Partial<Content> = {}): Content => ({
  name: 'Rule',
  effect: 'REFUSE',
  gateIds: [],
  zoneIds: [],
  visitorTypeIds: [],
  windows: always,
  needsEscort: false,
  ...content,
})

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const make = (content: Partial<Content> = {}) => made(createAccessRule(asOrgAdmin(org), rule(content)))

describe('a rule', () => {
  it('holds from the next scan on, and no longer than it stands', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    const { id } = await make()
    expect(await verdict(ctx, org, pass.code)).toBe('RULE')
    await made(deleteAccessRule(asOrgAdmin(org), { accessRuleId: id }))
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
  })

  it('never keeps anybody inside', async () => {
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    await verdict(ctx, org, pass.code)
    await make()
    expect(await verdict(ctx, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
  })

  it('of another site, and of another organization, is not asked', async () => {
    const other = await createOrganization()
    await made(createAccessRule(asOrgAdmin(other), rule()))
    const elsewhere = { id: newId(), organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin', accessState: { create: {} } }
    await prisma.site.create({ data: elsewhere })
    await make({ siteId: elsewhere.id })
    const pass = await signedPass(org)
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
  })

  it('that lets in keeps everybody out at other times, and says that it is not theirs', async () => {
    await make({ effect: 'ADMIT', windows: [{ weekdays: [], from: '00:00', to: '24:00', holidays: 'ONLY' }] })
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    expect(await verdict(ctx, org, pass.code)).toBe('OUTSIDE_WINDOW')
    const { day } = wallClockAt(new Date(), org.site.timeZone)
    await made(addHoliday(asOrgAdmin(org), { siteId: org.site.id, day, name: 'Open day' }))
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    await made(removeHoliday(asOrgAdmin(org), { siteId: org.site.id, day }))
    const later = await signedPass(org)
    expect(await verdict(ctx, org, later.code)).toBe('OUTSIDE_WINDOW')
  })

  it('for an escort leaves the scan open until somebody says that one is there', async () => {
    await make({ effect: 'ADMIT', needsEscort: true })
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    const nonce = newId()
    expect(await scan(ctx, org, pass.code, { nonce })).toMatchObject({ kind: 'ScanIncomplete', missing: ['ESCORT'] })
    expect(await scan(ctx, org, pass.code, { nonce, fulfilled: ['ESCORT'] })).toMatchObject({ kind: 'ScanAdmitted' })
    expect(await scan(ctx, org, pass.code)).toMatchObject({ kind: 'ScanIncomplete', missing: ['ESCORT'] })
  })
})

describe('a restricted zone', () => {
  it('lets in whom a rule lets in there, and nobody else; the other gates stay as they were', async () => {
    const admin = asOrgAdmin(org)
    const zone = await made(createZone(admin, { siteId: org.site.id, name: 'Laboratory', isRestricted: true }))
    await made(setGateZone(admin, { gateId: org.gates[1].id, zoneId: zone.id }))
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    const at = (gateId: string) => verdict(ctx, org, pass.code, { gateId })
    expect([await at(org.gates[0].id), await at(org.gates[1].id)]).toEqual(['ScanAdmitted', 'RULE'])
    await make({ effect: 'ADMIT', zoneIds: [zone.id] })
    expect([await at(org.gates[0].id), await at(org.gates[1].id)]).toEqual(['ScanAdmitted', 'ScanAdmitted'])
  })
})

describe('simultaneous', () => {
  it('scans and a rule that refuses: whoever is let in was let in before the rule stood', async () => {
    const passes = await Promise.all(Array.from({ length: 40 }, () => signedPass(org)))
    const ctx = asOperator(org)
    const scans = passes.slice(0, 20).map(({ code }) => verdict(ctx, org, code))
    await Promise.all([make(), ...scans])
    expect(await Promise.all(passes.slice(20).map(({ code }) => verdict(ctx, org, code)))).toEqual(Array(20).fill('RULE'))
    const words = await Promise.all(scans)
    expect(words.every((word) => word === 'ScanAdmitted' || word === 'RULE')).toBe(true)
    const refused = words.filter((word) => word === 'RULE').length
    expect(await prisma.checkin.count({ where: { organizationId: org.id, result: 'ADMITTED' } })).toBe(20 - refused)
  })
})

describe('a scan that was decided and is about to be written', () => {
  /** Scans a pass while somebody holds it, and lets go of it after something was done. */
  async function meanwhile(passId: string, code: string, change: (connection: PoolConnection) => Promise<unknown>): Promise<string> {
    const connection = await pool.getConnection()
    try {
      await connection.beginTransaction()
      await connection.query('SELECT id FROM visit_passes WHERE id = ? FOR UPDATE', [passId])
      const word = verdict(asOperator(org), org, code)
      await untilWaiting(connection.threadId ?? 0)
      await change(connection)
      await connection.commit()
      return await word
    } finally {
      await connection.release()
    }
  }

  it('lets a rule wait, and whoever comes after the rule is refused', async () => {
    const [first, second] = [await signedPass(org), await signedPass(org)]
    let rule: Promise<unknown> = Promise.resolve()
    const isMade = { yet: false }
    const word = await meanwhile(first.id, first.code, async (connection) => {
      rule = make().then(() => (isMade.yet = true))
      await untilWaiting(connection.threadId ?? 0, 2)
      expect(isMade.yet).toBe(false)
    })
    await rule
    expect([word, await verdict(asOperator(org), org, second.code)]).toEqual(['ScanAdmitted', 'RULE'])
  })

  it('is decided anew when a rule was made after it was read', async () => {
    const { id, code } = await signedPass(org)
    between.once = () => make()
    expect(await verdict(asOperator(org), org, code)).toBe('RULE')
    expect(between.once).toBeNull()
    expect(await prisma.visitPass.findUnique({ where: { id } })).toMatchObject({ status: 'ACTIVE', entriesUsed: 0 })
  })

  it.each(['pass', 'visit'])('is decided anew when a rule was assigned to its %s meanwhile', async (assignedTo) => {
    const { id: accessRuleId } = await make({ isAssigned: true })
    const { id: visitPassId, appointmentId, code } = await signedPass(org)
    const accessRuleIds = [accessRuleId]
    between.once = () =>
      assignedTo === 'pass'
        ? made(assignPassRules(asOrgAdmin(org), { visitPassId, accessRuleIds }))
        : made(assignVisitRules(asOrgAdmin(org), { appointmentId, accessRuleIds }))
    expect(await verdict(asOperator(org), org, code)).toBe('RULE')
    expect(await prisma.visitPass.findUnique({ where: { id: visitPassId } })).toMatchObject({ entriesUsed: 0 })
  })

  it('is decided anew when the guest became of another kind meanwhile', async () => {
    const visitorTypeId = newId()
    await prisma.visitorType.create({ data: { id: visitorTypeId, organizationId: org.id, name: 'Contractor', createdAt: new Date() } })
    await make({ visitorTypeIds: [visitorTypeId] })
    const { id, code } = await signedPass(org)
    const become = (connection: PoolConnection) =>
      connection.query('UPDATE visit_passes SET visitor_type_id = ? WHERE id = ?', [visitorTypeId, id])
    expect(await meanwhile(id, code, become)).toBe('RULE')
  })
})

describe('what a scan was decided by', () => {
  it('is kept with it: what the rules said then, whatever becomes of them', async () => {
    const { id } = await make({ name: 'Stocktaking' })
    const pass = await signedPass(org)
    await verdict(asOperator(org), org, pass.code)
    await made(deleteAccessRule(asOrgAdmin(org), { accessRuleId: id }))
    expect(await prisma.checkin.findFirstOrThrow({ where: { visitPassId: pass.id } })).toMatchObject({
      ruleSteps: [{ said: 'REFUSES', name: 'Stocktaking' }],
    })
  })

  it('can be asked beforehand, and nothing is recorded', async () => {
    const pass = await signedPass(org)
    await make({ name: 'Stocktaking', windows: [{ weekdays: [1], from: '08:00', to: '12:00', holidays: 'AS_USUAL' }] })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { validFrom: new Date('2026-12-01'), validTo: new Date('2026-12-31') } })
    const ask = (at: string, direction: 'ENTRY' | 'EXIT' = 'ENTRY') =>
      simulateScan(asOrgAdmin(org), { visitPassId: pass.id, gateId: org.gates[0].id, direction, at: new Date(at) })
    // The 7th is a Monday.
    expect(await ask('2026-12-07T08:30+01:00')).toMatchObject({
      admitted: false,
      reason: 'RULE',
      trace: expect.arrayContaining(['Rule “Stocktaking” refuses at this time.']) as string[],
    })
    expect(await ask('2026-12-08T08:30+01:00')).toMatchObject({ admitted: true, reason: null })
    expect(await ask('2027-01-08T08:30+01:00')).toMatchObject({ admitted: false, reason: 'EXPIRED' })
    expect(await ask('2027-01-08T08:30+01:00', 'EXIT')).toMatchObject({ admitted: true })
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
  })
})
