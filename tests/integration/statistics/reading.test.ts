import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx, Principal } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { readStatistics } from '../../../server/domains/statistics/use-cases/read-statistics'
import type { StatisticMeasure } from '../../../server/generated/prisma/enums'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOrgAdmin, asOperator } from '../../setup/principals'
import { statementsOf } from '../../setup/statements-of'

/** Two sites, three hosts: one in a department, one in a department below that, one in none. */
let org: TestOrganization
let annex: string
let hosts: { above: string; below: string; none: string }
let departments: { above: string; below: string; empty: string }

const count = (siteId: string, day: string, hostId: string | null, measure: StatisticMeasure, slot: string, value: number) =>
  prisma.statisticCount.create({
    data: { id: newId(), organizationId: org.id, siteId, day: new Date(`${day}T00:00Z`), hostId, measure, slot, value },
  })

async function createDepartment(name: string, parentId: string | null): Promise<string> {
  const id = newId()
  await prisma.department.create({ data: { id, organizationId: org.id, parentId, name } })
  return id
}

async function createPeople(): Promise<void> {
  const above = await createDepartment('Engineering', null)
  departments = { above, below: await createDepartment('Research', above), empty: await createDepartment('Sales', null) }
  const [first, second] = [await createHost(org.id), await createHost(org.id)]
  hosts = { above: first.id, below: second.id, none: org.host.id }
  await prisma.membership.updateMany({ where: { userId: first.user.id }, data: { departmentId: departments.above } })
  await prisma.membership.updateMany({ where: { userId: second.user.id }, data: { departmentId: departments.below } })
}

beforeAll(async () => {
  org = await createOrganization()
  annex = newId()
  await prisma.site.create({
    data: { id: annex, organizationId: org.id, name: 'Annex', timeZone: 'Asia/Tokyo', accessState: { create: {} } },
  })
  await createPeople()
  // A Monday and a Tuesday, and one day of the week before.
  await count(org.site.id, '2026-05-04', hosts.above, 'EXPECTED', '', 4)
  await count(org.site.id, '2026-05-04', hosts.above, 'CAME', '', 3)
  await count(org.site.id, '2026-05-04', hosts.above, 'ENTRY', '09', 3)
  await count(org.site.id, '2026-05-04', hosts.below, 'EXPECTED', '', 1)
  await count(org.site.id, '2026-05-04', null, 'DENIAL', 'UNKNOWN_CODE', 2)
  await count(org.site.id, '2026-05-04', null, 'MOST_INSIDE', '', 3)
  await count(annex, '2026-05-05', hosts.none, 'EXPECTED', '', 2)
  await count(annex, '2026-05-05', hosts.none, 'ENTRY', '14', 5)
  await count(annex, '2026-05-05', null, 'MOST_INSIDE', '', 5)
  await count(annex, '2026-04-28', hosts.none, 'EXPECTED', '', 9)
})

const week = { from: '2026-05-04', to: '2026-05-10', siteId: null, departmentId: null }
const read = (ctx: Ctx, more: Partial<Parameters<typeof readStatistics>[1]> = {}) => readStatistics(ctx, { ...week, ...more })
const narrowed = (ctx: Ctx, within: { hostIds?: string[]; siteIds?: string[] }): Ctx => {
  const none: Pick<Principal, 'permissions' | 'ownPermissions' | 'hostId'> = {
    permissions: new Set(),
    ownPermissions: new Set(),
    hostId: null,
  }
  return Object.assign(ctx, none, { narrowed: new Map([['checkin:read', { hostIds: [], siteIds: [], ...within }]]) })
}

describe('statistics of a period', () => {
  it('are totals, days, hours, denials, sites and departments, and what was before', async () => {
    const found = await read(asOrgAdmin(org))
    expect(found?.totals).toMatchObject({ expected: 7, came: 3, entries: 8, denied: 2, mostInside: 5, busiestHour: 14 })
    expect(found?.before).toMatchObject({ expected: 9, entries: 0 })
    expect(found?.days.map(({ day }) => day)).toEqual(['04', '05', '06', '07', '08', '09', '10'].map((each) => `2026-05-${each}`))
    expect(found?.days.map(({ figures }) => figures.expected)).toEqual([5, 2, 0, 0, 0, 0, 0])
    expect(found?.hours).toEqual([
      { weekday: 1, hour: 9, entries: 3 },
      { weekday: 2, hour: 14, entries: 5 },
    ])
    expect(found?.denials).toEqual([{ reason: 'UNKNOWN_CODE', count: 2 }])
    expect(found?.sites.map(({ site, figures }) => [site.name, figures.expected, figures.mostInside])).toEqual([
      ['Annex', 2, 5],
      ['Headquarters', 5, 3],
    ])
    const byDepartment = found?.departments.map(({ department, figures }) => [department?.name ?? null, figures.expected, figures.denied])
    expect(byDepartment).toEqual([
      ['Engineering', 4, 0],
      ['Research', 1, 0],
      [null, 2, 2],
    ])
  })

  it('are of one site, and of a department with everything below it', async () => {
    expect((await read(asOperator(org), { siteId: annex }))?.totals).toMatchObject({ expected: 2, mostInside: 5 })
    const above = await read(asOperator(org), { departmentId: departments.above })
    expect(above?.totals).toMatchObject({ expected: 5, came: 3, denied: 0, mostInside: null })
    expect((await read(asOperator(org), { departmentId: departments.below }))?.totals).toMatchObject({ expected: 1, came: 0 })
    expect((await read(asOperator(org), { departmentId: departments.empty }))?.totals).toMatchObject({ expected: 0 })
  })

  it('go no further than the right of whoever asks', async () => {
    const ofSite = narrowed(asOrgAdmin(org), { siteIds: [annex] })
    expect((await read(ofSite))?.totals).toMatchObject({ expected: 2, mostInside: 5 })
    expect(await read(ofSite, { siteId: org.site.id })).toBeNull()
    const ofDepartment = narrowed(asOrgAdmin(org), { hostIds: [hosts.below] })
    expect((await read(ofDepartment))?.totals).toMatchObject({ expected: 1, denied: 0, mostInside: null })
    expect(await read(ofDepartment, { departmentId: departments.above })).toBeNull()
    expect((await read(asHost(org)))?.totals).toMatchObject({ expected: 2, denied: 0, mostInside: null })
    expect((await read(asHost(org)))?.departments.map(({ department }) => department)).toEqual([null])
    await expect(read(asDeveloper(org))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(read(await asApiKey(org, {}, ['pass:read']))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('answer alike for what another organization has and what nobody has', async () => {
    const other = await createOrganization()
    for (const siteId of [other.site.id, newId(), '-']) expect(await read(asOrgAdmin(org), { siteId })).toBeNull()
    for (const departmentId of [newId(), '-']) expect(await read(asOrgAdmin(org), { departmentId })).toBeNull()
    expect(await read(asOrgAdmin(other), { departmentId: departments.above })).toBeNull()
    expect((await read(asOrgAdmin(other)))?.sites).toEqual([])
  })

  it.each([
    ['a day that is none', { from: '2026-02-31' }],
    ['an end before the beginning', { from: '2026-05-11' }],
    ['more than 366 days', { from: '2025-05-09' }],
  ])('refuse %s', async (_, more) => {
    await expect(read(asOrgAdmin(org), more)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  it('cost eight statements, none of them of what the gates wrote down', async () => {
    const asked = await statementsOf(() => read(asOrgAdmin(org), { siteId: annex, departmentId: departments.above }))
    expect(asked, asked.join('\n')).toHaveLength(8)
    expect(asked.filter((sql) => /checkin_logs|visit_passes|appointments/.test(sql))).toEqual([])
  })
})
