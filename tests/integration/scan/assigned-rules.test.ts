import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { assignPassRules } from '../../../server/domains/access-control/use-cases/rules/assign-rules'
import { assignVisitRules } from '../../../server/domains/access-control/use-cases/rules/assign-visit-rules'
import { previewAccessRule } from '../../../server/domains/access-control/use-cases/rules/preview-rule'
import { createAccessRule, deleteAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { createZone, setGateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { simulateScan } from '../../../server/domains/access-control/use-cases/simulate-scan'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { made } from './places'
import { scan, signedPass, verdict, wordOf } from './signed-pass'

type Content = Parameters<typeof createAccessRule>[1]

const always = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' as const }]
const never = [{ weekdays: [], from: '00:00', to: '24:00', holidays: 'ONLY' as const }]

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const make = (content: Partial<Content> = {}) => {
  const plain = {
    name: 'Rule',
    effect: 'ADMIT' as const,
    gateIds: [],
    zoneIds: [],
    visitorTypeIds: [],
    windows: always,
    needsEscort: false,
  }
  return made(createAccessRule(asOrgAdmin(org), { ...plain, ...content }))
}
const toPass = (visitPassId: string, ...accessRuleIds: string[]) => assignPassRules(asOrgAdmin(org), { visitPassId, accessRuleIds })
const toVisit = (appointmentId: string, ...accessRuleIds: string[]) => assignVisitRules(asOrgAdmin(org), { appointmentId, accessRuleIds })

describe('a rule that is assigned', () => {
  it('opens a restricted zone to that pass, to the passes of that visit, and to nobody else, until it is taken away', async () => {
    const zone = await made(createZone(asOrgAdmin(org), { siteId: org.site.id, name: 'Laboratory', isRestricted: true }))
    await made(setGateZone(asOrgAdmin(org), { gateId: org.gates[0].id, zoneId: zone.id }))
    const rule = await make({ zoneIds: [zone.id], isAssigned: true })
    const [one, other, third] = [await signedPass(org), await signedPass(org), await signedPass(org, { passType: 'MULTI' })]
    await made(toPass(one.id, rule.id))
    await made(toVisit(other.appointmentId, rule.id))
    const ctx = asOperator(org)
    expect([await verdict(ctx, org, one.code), await verdict(ctx, org, other.code), await verdict(ctx, org, third.code)]).toEqual([
      'ScanAdmitted',
      'ScanAdmitted',
      'RULE',
    ])
    await made(toPass(third.id, rule.id))
    expect(await verdict(ctx, org, third.code)).toBe('ScanAdmitted')
    await made(toPass(third.id))
    expect(await verdict(ctx, org, third.code)).toBe('RULE')
  })

  it('keeps out whom it is assigned to refuse', async () => {
    const rule = await make({ effect: 'REFUSE', isAssigned: true })
    const [one, other] = [await signedPass(org), await signedPass(org)]
    await made(toVisit(one.appointmentId, rule.id))
    expect([await verdict(asOperator(org), org, one.code), await verdict(asOperator(org), org, other.code)]).toEqual([
      'RULE',
      'ScanAdmitted',
    ])
  })

  it('is asked before the others: of the pass, then of the visit, then of everybody', async () => {
    const everybody = await make({ name: 'Everybody', needsEscort: true })
    const [ours, mine] = [await make({ name: 'Ours', isAssigned: true }), await make({ name: 'Mine', isAssigned: true, windows: never })]
    const pass = await signedPass(org)
    await made(toPass(pass.id, mine.id))
    await made(toVisit(pass.appointmentId, ours.id))
    const asked = { visitPassId: pass.id, gateId: org.gates[0].id, direction: 'ENTRY' as const, at: new Date() }
    expect((await simulateScan(asOperator(org), asked))?.trace.filter((line) => line.includes('“'))).toEqual([
      'Rule “Mine” lets in at other times only.',
      'Rule “Ours” lets in at this time.',
    ])
    await made(toVisit(pass.appointmentId))
    expect(wordOf(await scan(asOperator(org), org, pass.code))).toBe('ScanIncomplete')
    await made(deleteAccessRule(asOrgAdmin(org), { accessRuleId: everybody.id }))
    expect(await verdict(asOperator(org), org, pass.code)).toBe('OUTSIDE_WINDOW')
    await made(deleteAccessRule(asOrgAdmin(org), { accessRuleId: mine.id }))
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
  })

  it('is assigned by whoever may make rules, within the organization and the site, and only where it is made for that', async () => {
    const other = await createOrganization()
    const [rule, general, strange] = [
      await make({ isAssigned: true }),
      await make(),
      await made(
        createAccessRule(asOrgAdmin(other), {
          name: 'Theirs',
          effect: 'ADMIT',
          gateIds: [],
          zoneIds: [],
          visitorTypeIds: [],
          windows: always,
          needsEscort: false,
          isAssigned: true,
        }),
      ),
    ]
    const elsewhere = {
      id: randomUUID(),
      organizationId: org.id,
      name: 'Elsewhere',
      timeZone: 'Europe/Berlin',
      accessState: { create: {} },
    }
    await prisma.site.create({ data: elsewhere })
    const far = await make({ isAssigned: true, siteId: elsewhere.id })
    const pass = await signedPass(org)
    await expect(assignPassRules(asHost(org), { visitPassId: pass.id, accessRuleIds: [rule.id] })).rejects.toThrow()
    expect(await toPass(pass.id, strange.id)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await toPass((await signedPass(other)).id, rule.id)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await toPass(pass.id, general.id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await toVisit(pass.appointmentId, far.id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    await made(toPass(pass.id, rule.id, rule.id))
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })).toMatchObject({ accessRuleIds: [rule.id] })
    const log = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: org.id, action: 'pass.assign_rules' } })
    expect(JSON.stringify(log.details)).toContain('Rule')
  })

  it('is told of in the preview of a change, for whom it concerns alone', async () => {
    const rule = await make({ effect: 'REFUSE', isAssigned: true, windows: never })
    const [pass] = [await signedPass(org), await signedPass(org)]
    await made(toPass(pass.id, rule.id))
    const content = {
      name: 'Rule',
      effect: 'REFUSE' as const,
      gateIds: [],
      zoneIds: [],
      visitorTypeIds: [],
      windows: always,
      needsEscort: false,
    }
    const preview = await made(previewAccessRule(asOrgAdmin(org), { accessRuleId: rule.id, content: { ...content, isAssigned: true } }))
    expect(new Set(preview.changed.map(({ visitPassId }) => visitPassId))).toEqual(new Set([pass.id]))
  })
})

describe('a rule that counts', () => {
  it('lets a pass in as often as it says through all its gates, says why it does not, and gives back what was annulled', async () => {
    await make({ name: 'Twice', entriesLimit: 2 })
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    const nonce = randomUUID()
    expect([
      await verdict(ctx, org, pass.code),
      await verdict(ctx, org, pass.code, { gateId: org.gates[1].id, nonce }),
      await verdict(ctx, org, pass.code),
    ]).toEqual(['ScanAdmitted', 'ScanAdmitted', 'ALREADY_USED'])
    const asked = { visitPassId: pass.id, gateId: org.gates[0].id, direction: 'ENTRY' as const, at: new Date() }
    expect((await simulateScan(ctx, asked))?.trace).toContain(
      'Rule “Twice” lets in at this time, but has let in this pass as often as it may.',
    )
    expect(await verdict(ctx, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    await made(annulScan(ctx, { nonce }))
    expect([await verdict(ctx, org, pass.code), await verdict(ctx, org, pass.code)]).toEqual(['ScanAdmitted', 'ALREADY_USED'])
  })

  it('counts each of its gates alone where it names one, and a day anew', async () => {
    await make({ name: 'First', gateIds: [org.gates[0].id], entriesLimit: 1, entriesPer: 'DAY' })
    await make({ name: 'Second', gateIds: [org.gates[1].id], entriesLimit: 1 })
    const pass = await signedPass(org, { passType: 'MULTI' })
    const at = (gateId: string) => verdict(asOperator(org), org, pass.code, { gateId })
    const [first, second] = [org.gates[0].id, org.gates[1].id]
    expect([await at(first), await at(second), await at(first), await at(second)]).toEqual([
      'ScanAdmitted',
      'ScanAdmitted',
      'ALREADY_USED',
      'ALREADY_USED',
    ])
    const dayBefore = new Date(Date.now() - 24 * 3_600_000)
    await prisma.checkin.updateMany({ where: { visitPassId: pass.id }, data: { occurredAt: dayBefore } })
    expect([await at(first), await at(second)]).toEqual(['ScanAdmitted', 'ALREADY_USED'])
  })

  it.each([2, 20])(
    'lets in exactly as many of %i at once as it says',
    async (scanners) => {
      await make({ entriesLimit: 2 })
      await make({ name: 'Elsewhere', gateIds: [org.gates[1].id] })
      const pass = await signedPass(org, { passType: 'MULTI' })
      const words = await Promise.all(Array.from({ length: scanners }, () => verdict(asOperator(org), org, pass.code)))
      expect(words.filter((word) => word === 'ScanAdmitted')).toHaveLength(Math.min(2, scanners))
      expect(await prisma.checkin.count({ where: { visitPassId: pass.id, result: 'ADMITTED' } })).toBe(2)
    },
    60_000,
  )

  it('makes a conflict of what a gate without a connection let in too often, in the order in which it happened', async () => {
    await make({ entriesLimit: 1, entriesPer: 'DAY' })
    const pass = await signedPass(org, {
      passType: 'MULTI',
      startsAt: new Date(Date.now() - 600_000),
      now: () => new Date(Date.now() - 700_000),
    })
    const at = (minutes: number) => ({
      code: pass.code,
      gateId: org.gates[0].id,
      direction: 'ENTRY' as const,
      nonce: randomUUID(),
      occurredAt: new Date(Date.now() - minutes * 60_000),
      admitted: true,
    })
    const later = await made(uploadScans(asOperator(org), { scans: [at(1)] }))
    expect(later.map(({ result }) => result)).toEqual(['ADMITTED'])
    const earlier = await made(uploadScans(asOperator(org), { scans: [at(2)] }))
    expect(earlier.map(({ result }) => result)).toEqual(['ADMITTED'])
    const rows = await prisma.checkin.findMany({ where: { visitPassId: pass.id }, orderBy: { occurredAt: 'asc' } })
    expect(rows.map(({ result, reason }) => [result, reason])).toEqual([
      ['ADMITTED', null],
      ['CONFLICT', 'ALREADY_USED'],
    ])
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ALREADY_USED')
  })
})
