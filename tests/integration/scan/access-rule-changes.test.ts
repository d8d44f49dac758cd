import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { previewAccessRule } from '../../../server/domains/access-control/use-cases/rules/preview-rule'
import { findAccessRules } from '../../../server/domains/access-control/use-cases/rules/find-rules'
import {
  arrangeAccessRules,
  createAccessRule,
  deleteAccessRule,
  updateAccessRule,
} from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { createZone, deleteZone, setGateZone, updateZone } from '../../../server/domains/access-control/use-cases/rules/save-zone'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { made } from './places'
import { signedPass } from './signed-pass'

type Content = Parameters<typeof createAccessRule>[1]

const workdays = { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '20:00', holidays: 'CLOSED' as const }
const rule = (content: Partial<Content> = {}): Content => ({
  name: 'Working hours',
  effect: 'ADMIT',
  gateIds: [],
  zoneIds: [],
  visitorTypeIds: [],
  windows: [workdays],
  needsEscort: false,
  ...content,
})

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const make = (content: Partial<Content> = {}) => made(createAccessRule(asOrgAdmin(org), rule(content)))
const version = async () => (await prisma.accessState.findFirst({ where: { siteId: org.site.id } }))?.version ?? 0
const messagesOf = (result: object) => ('fields' in result ? (result.fields as { path: string[]; message: string }[]) : [])

describe('a rule', () => {
  it('is made last, noted in the audit log, and tells the gates to read anew', async () => {
    const [first, second] = [await make({ name: 'First' }), await make({ name: 'Second' })]
    expect((await findAccessRules(asSecurityOfficer(org))).map(({ id }) => id)).toEqual([first.id, second.id])
    expect(await version()).toBe(2)
    expect(await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'access_rule.create' } })).toHaveLength(2)
  })

  it('is made by nobody who may not', async () => {
    await expect(createAccessRule(asOperator(org), rule())).rejects.toThrow()
    await expect(createAccessRule(asHost(org), rule())).rejects.toThrow()
    await expect(findAccessRules(asHost(org))).rejects.toThrow()
  })

  it.each<[string, Partial<Content>, string, RegExp]>([
    ['no time', { windows: [] }, 'windows', /when the rule is open/],
    ['no day', { windows: [{ ...workdays, weekdays: [] }] }, 'weekdays', /day of the week/],
    ['no length', { windows: [{ ...workdays, to: '08:00' }] }, 'to', /end is the beginning/],
    ['a time that no clock reads', { windows: [{ ...workdays, from: '24:00' }] }, 'from', /09:00/],
    ['no name', { name: '  ' }, 'name', /name/],
  ])('with %s is refused, and says why', async (_, content, field, message) => {
    const result = await createAccessRule(asOrgAdmin(org), rule(content))
    expect(result).toMatchObject({ failure: 'ValidationFailed' })
    expect(messagesOf(result)).toEqual([
      { path: expect.arrayContaining([field]) as string[], message: expect.stringMatching(message) as string },
    ])
    expect(await version()).toBe(0)
  })

  it('speaks of nothing of another organization, and of nothing at another site', async () => {
    const other = await createOrganization()
    const elsewhere = await prisma.site.create({
      data: { id: newId(), organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin', accessState: { create: {} } },
    })
    const result = (content: Partial<Content>) => createAccessRule(asOrgAdmin(org), rule(content))
    for (const content of [
      { gateIds: [other.gates[0].id] },
      { siteId: other.site.id },
      { zoneIds: [newId()] },
      { visitorTypeIds: [newId()] },
    ]) {
      expect(await result(content)).toMatchObject({ failure: 'NotFound' })
    }
    expect(await result({ siteId: elsewhere.id, gateIds: [org.gates[0].id] })).toMatchObject({ failure: 'ValidationFailed' })
    expect(await prisma.accessRule.count({ where: { organizationId: org.id } })).toBe(0)
  })

  it('that somebody else has changed meanwhile is not overwritten', async () => {
    const { id } = await make()
    const change = (name: string) => updateAccessRule(asOrgAdmin(org), { accessRuleId: id, version: 0, ...rule({ name }) })
    const results = await Promise.all(['One', 'Other', 'Third'].map(change))
    expect(results.filter((result) => !isFailure(result))).toHaveLength(1)
    const stands = await prisma.accessRule.findUniqueOrThrow({ where: { id } })
    expect(stands.version).toBe(1)
    expect(results.some((result) => !isFailure(result) && result.name === stands.name)).toBe(true)
  })

  it('is deleted once, and again without harm', async () => {
    const { id } = await make()
    const remove = () => deleteAccessRule(asOrgAdmin(org), { accessRuleId: id })
    await Promise.all([remove(), remove()])
    expect(await findAccessRules(asOrgAdmin(org))).toEqual([])
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'access_rule.delete' } })).toBe(1)
  })

  it('takes its place among all of them, not among some', async () => {
    const ids = [await make(), await make(), await make()].map(({ id }) => id)
    const arrange = (accessRuleIds: string[]) => arrangeAccessRules(asOrgAdmin(org), { accessRuleIds })
    expect(await arrange(ids.slice(1))).toMatchObject({ failure: 'ValidationFailed' })
    expect(await arrange([...ids.slice(1), ids[1]!])).toMatchObject({ failure: 'ValidationFailed' })
    await arrange(ids.toReversed())
    expect((await findAccessRules(asOrgAdmin(org))).map(({ id }) => id)).toEqual(ids.toReversed())
  })
})

describe('a zone', () => {
  it('is not deleted while a gate leads into it or a rule speaks of it, and says which', async () => {
    const admin = asOrgAdmin(org)
    const { id: zoneId } = await made(createZone(admin, { siteId: org.site.id, name: 'Laboratory', isRestricted: true }))
    await made(setGateZone(admin, { gateId: org.gates[0].id, zoneId }))
    expect(messagesOf(await deleteZone(admin, { zoneId }))[0]?.message).toContain('Main entrance')
    await made(setGateZone(admin, { gateId: org.gates[0].id }))
    const { id } = await make({ name: 'Laboratory staff', zoneIds: [zoneId] })
    expect(messagesOf(await deleteZone(admin, { zoneId }))[0]?.message).toContain('Laboratory staff')
    await made(deleteAccessRule(admin, { accessRuleId: id }))
    expect(await deleteZone(admin, { zoneId })).toMatchObject({ id: zoneId })
  })

  it('is deleted or spoken of, never both, by two at once', async () => {
    const admin = asOrgAdmin(org)
    for (let round = 0; round < 10; round++) {
      const { id: zoneId } = await made(createZone(admin, { siteId: org.site.id, name: `Zone ${round}`, isRestricted: false }))
      const [spoken, deleted] = await Promise.all([createAccessRule(admin, rule({ zoneIds: [zoneId] })), deleteZone(admin, { zoneId })])
      expect([isFailure(spoken), isFailure(deleted)].filter(Boolean)).toHaveLength(1)
    }
  })

  it('has a name of its own at its site, and gates of its site alone', async () => {
    const admin = asOrgAdmin(org)
    const zone = await made(createZone(admin, { siteId: org.site.id, name: 'Laboratory', isRestricted: false }))
    expect(await createZone(admin, { siteId: org.site.id, name: 'Laboratory', isRestricted: false })).toMatchObject({
      failure: 'ValidationFailed',
    })
    expect(await updateZone(admin, { zoneId: zone.id, name: 'Workshop', isRestricted: true })).toMatchObject({
      name: 'Workshop',
      isRestricted: true,
    })
    const elsewhere = await prisma.site.create({
      data: { id: newId(), organizationId: org.id, name: 'Elsewhere', timeZone: 'Europe/Berlin', accessState: { create: {} } },
    })
    const away = await made(createZone(admin, { siteId: elsewhere.id, name: 'Laboratory', isRestricted: false }))
    expect(await setGateZone(admin, { gateId: org.gates[0].id, zoneId: away.id })).toMatchObject({ failure: 'ValidationFailed' })
  })
})

describe('what a change would do', () => {
  it('is told by the passes that would be let in otherwise, at each gate, and nothing is changed', async () => {
    const night = { startsAt: new Date('2026-12-07T22:00+01:00'), endsAt: new Date('2026-12-07T23:00+01:00') }
    const day = { startsAt: new Date('2026-12-07T10:00+01:00'), endsAt: new Date('2026-12-07T11:00+01:00') }
    const [late, early] = [await signedPass(org, night), await signedPass(org, day)]
    const admin = asOrgAdmin(org, { now: () => new Date('2026-12-01T09:00Z') })
    const preview = await made(previewAccessRule(admin, { content: rule() }))
    expect(preview).toMatchObject({ looked: 2, isAll: true })
    expect(
      preview.changed.map(({ visitPassId, gateId, before, after }) => [visitPassId, gateId, before.reason, after.reason]).toSorted(),
    ).toEqual(org.gates.map(({ id }) => [late.id, id, null, 'OUTSIDE_WINDOW']).toSorted())
    expect(await findAccessRules(admin)).toEqual([])
    const { id } = await make()
    const gone = await made(previewAccessRule(admin, { accessRuleId: id }))
    expect(gone.changed.map(({ visitPassId }) => visitPassId)).toEqual([late.id, late.id])
    const escorted = await made(
      previewAccessRule(admin, { accessRuleId: id, content: rule({ needsEscort: true, gateIds: [org.gates[0].id] }) }),
    )
    expect(escorted.changed.filter(({ visitPassId }) => visitPassId === early.id)).toMatchObject([
      { gateId: org.gates[0].id, before: { needsEscort: false }, after: { needsEscort: true } },
    ])
  })

  it('is not told for a rule that could not be kept', async () => {
    expect(await previewAccessRule(asOrgAdmin(org), { content: rule({ windows: [] }) })).toMatchObject({ failure: 'ValidationFailed' })
    expect(await previewAccessRule(asOrgAdmin(org), { accessRuleId: newId() })).toMatchObject({ failure: 'NotFound' })
  })
})
