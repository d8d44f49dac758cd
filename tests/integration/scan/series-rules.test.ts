import { beforeEach, describe, expect, it } from 'vitest'
import { assignVisitRules } from '../../../server/domains/access-control/use-cases/rules/assign-visit-rules'
import { createAccessRule } from '../../../server/domains/access-control/use-cases/rules/save-rule'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { extendSeries } from '../../../server/domains/appointments/use-cases/series/extend-series'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOrgAdmin } from '../../setup/principals'
import { made } from './places'

const day = 86_400_000
let org: TestOrganization
let rule: string
beforeEach(async () => {
  org = await createOrganization()
  const windows = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', holidays: 'AS_USUAL' as const }]
  const content = {
    name: 'Laboratory',
    effect: 'ADMIT' as const,
    gateIds: [],
    zoneIds: [],
    visitorTypeIds: [],
    windows,
    needsEscort: false,
  }
  rule = (await made(createAccessRule(asOrgAdmin(org), { ...content, isAssigned: true }))).id
})

/** Five visits, a day apart, from tomorrow on. @returns their ids in order */
async function series(count = 5): Promise<string[]> {
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + day)
  const asked = { siteId: org.site.id, startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000), recurrence: `FREQ=DAILY;COUNT=${count}` }
  await made(inviteGuest(asHost(org), { visitor: { name: 'Anna', email: 'a@guest.example', locale: 'EN' }, ...asked }))
  return visits()
}
const visits = async () =>
  (await prisma.appointment.findMany({ where: { organizationId: org.id, status: 'SCHEDULED' }, orderBy: { startsAt: 'asc' } })).map(
    ({ id }) => id,
  )

/** Which visits have the rule, as a row of marks. */
const marks = async () =>
  (await prisma.appointment.findMany({ where: { organizationId: org.id, status: 'SCHEDULED' }, orderBy: { startsAt: 'asc' } }))
    .map(({ accessRuleIds }) => (Array.isArray(accessRuleIds) && accessRuleIds.includes(rule) ? 'x' : '-'))
    .join('')

const assign = (appointmentId: string, scope: 'THIS' | 'FOLLOWING' | 'ALL', ...accessRuleIds: string[]) =>
  made(assignVisitRules(asOrgAdmin(org), { appointmentId, scope, accessRuleIds }))

describe('rules of a visit that repeats', () => {
  it('are for this one, for it and those after it, or for all', async () => {
    const ids = await series()
    await assign(ids[2]!, 'THIS', rule)
    expect(await marks()).toBe('--x--')
    await assign(ids[3]!, 'FOLLOWING', rule)
    expect(await marks()).toBe('--xxx')
    await assign(ids[1]!, 'ALL', rule)
    expect(await marks()).toBe('xxxxx')
    await assign(ids[2]!, 'FOLLOWING')
    expect(await marks()).toBe('xx---')
    const { details } = await prisma.auditLog.findFirstOrThrow({
      where: { organizationId: org.id, action: 'appointment.assign_rules' },
      orderBy: { id: 'desc' },
    })
    expect(details).toMatchObject({ before: ['Laboratory'], after: [], scope: 'FOLLOWING', visits: 3 })
  })

  it('leave alone what has begun', async () => {
    const ids = await series()
    const begun = { startsAt: new Date(Date.now() - 60_000), endsAt: new Date(Date.now() + day) }
    await prisma.appointment.update({ where: { id: ids[0]! }, data: begun, select: { id: true } })
    await assign(ids[1]!, 'ALL', rule)
    expect(await marks()).toBe('-xxxx')
    await assign(ids[0]!, 'THIS', rule)
    expect(await marks()).toBe('xxxxx')
  })

  it('are those of visits that are made later, also of the part that is cut off; of one alone they are not', async () => {
    const ids = await series(4)
    const { seriesId } = await prisma.appointment.findUniqueOrThrow({ where: { id: ids[0]! }, select: { seriesId: true } })
    await prisma.appointmentSeries.update({ where: { id: seriesId! }, data: { rule: 'FREQ=DAILY' }, select: { id: true } })
    const later = async (until: number) => {
      const horizon = new Date(Date.now() + until * day).toISOString().slice(0, 16)
      await prisma.appointmentSeries.updateMany({ where: { organizationId: org.id, endedAt: null }, data: { horizon } })
      // Ten days more than there is.
      await extendSeries(new Date(Date.now() - (366 - until - 10) * day), { organizationId: org.id })
    }
    await assign(ids[0]!, 'THIS', rule)
    await later(20)
    const first = await marks()
    expect(first.length).toBeGreaterThan(4)
    expect(first).toMatch(/^x-+$/)
    await assign(ids[1]!, 'FOLLOWING', rule)
    await later(30)
    const second = await marks()
    expect(second.length).toBeGreaterThan(first.length)
    expect(second).toMatch(/^x+$/)
    const all = await visits()
    const { version, startsAt, endsAt } = await prisma.appointment.findUniqueOrThrow({ where: { id: all[2]! } })
    const hours = { startsAt: new Date(startsAt.getTime() + 3_600_000), endsAt: new Date(endsAt.getTime() + 3_600_000) }
    await made(updateAppointment(asHost(org), { appointmentId: all[2]!, version, scope: 'FOLLOWING', ...hours }))
    expect(await marks()).toMatch(/^x+$/)
    const parts = await prisma.appointmentSeries.findMany({ where: { organizationId: org.id }, select: { accessRuleIds: true } })
    expect(parts.map(({ accessRuleIds }) => accessRuleIds)).toEqual([[rule], [rule]])
  })

  it('are decided by whoever comes last, of several at once', async () => {
    const ids = await series()
    await Promise.all([assign(ids[0]!, 'ALL', rule), assign(ids[4]!, 'ALL'), assign(ids[2]!, 'FOLLOWING', rule), assign(ids[1]!, 'ALL')])
    const row = await marks()
    const { accessRuleIds } = await prisma.appointmentSeries.findFirstOrThrow({ where: { organizationId: org.id } })
    // The last visit is meant by each of them: it stands as the series does.
    expect(row.at(-1)).toBe(accessRuleIds === null ? '-' : 'x')
  })
})
