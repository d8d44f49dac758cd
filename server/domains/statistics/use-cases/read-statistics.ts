import { withDescendants } from '#shared/department-tree'
import { addDays, isDay, isoWeekday } from '#shared/wall-clock'
import type { Ctx } from '../../../core/ctx'
import { Refusal } from '../../../core/errors'
import { isId } from '../../../core/ids'
import type { Prisma, Site } from '../../../generated/prisma/client'
import type { DenialReason } from '../../../generated/prisma/enums'
import { translate } from '../../../infra/i18n'
import { figuresOf, type Counted, type Figures } from '../figures'
import { countsWithin } from '../policy'
import { dateOf, dayOf, daysBetween } from '../site-day'
import { findStatisticsScope, type DepartmentChoice, type StatisticsScope } from './find-scope'

/** The longest period that is looked at, in days. */
const maxDays = 366

/** Of when and where statistics are wanted; `from` and `to` are days, both among them. */
export interface StatisticsWanted {
  from: string
  to: string
  siteId: string | null
  departmentId: string | null
}

/** Entries in one hour of one day of the week, over a period. */
export interface HourCount {
  weekday: number
  hour: number
  entries: number
}

/** What a period came to. */
export interface Statistics {
  from: string
  to: string
  totals: Figures
  before: Figures
  days: { day: string; figures: Figures }[]
  hours: HourCount[]
  denials: { reason: DenialReason; count: number }[]
  sites: { site: Site; figures: Figures }[]
  departments: { department: DepartmentChoice | null; figures: Figures }[]
}

/**
 * What visits of a period came to, by the calendars of their sites. Reads counters only: four statements, however much happened, and four
 * for where the caller may look.
 * @returns null for a site or a department that does not exist or is not for the caller to look at
 * @throws Refusal, BAD_USER_INPUT for what is no period of 366 days at most
 */
export async function readStatistics(ctx: Ctx, wanted: StatisticsWanted): Promise<Statistics | null> {
  const scope = await findStatisticsScope(ctx)
  const { from, to, siteId, departmentId } = wanted
  if (!isDay(from) || !isDay(to) || from > to || daysBetween(from, to) > maxDays)
    throw new Refusal('BAD_USER_INPUT', translate(ctx.language, 'errors.statisticsPeriod', { days: maxDays }))
  if (siteId !== null && !scope.sites.some(({ id }) => id === siteId)) return null
  if (departmentId !== null && !(isId(departmentId) && scope.departments.some(({ id }) => id === departmentId))) return null
  const where = { AND: [countsWithin(scope.reach), placeOf(scope, wanted)] }
  const hasWholeSites = departmentId === null && isWhole(scope, siteId)
  const [period, before, bySite, byHost] = await Promise.all([
    countOf(ctx, ['day', 'measure', 'slot'], where, wanted),
    countOf(ctx, ['measure', 'slot'], where, periodBefore(wanted)),
    countOf(ctx, ['siteId', 'measure', 'slot'], where, wanted),
    countOf(ctx, ['hostId', 'measure', 'slot'], where, wanted),
  ])
  return {
    from,
    to,
    totals: figuresOf(period, hasWholeSites),
    before: figuresOf(before, hasWholeSites),
    days: daysOf(period, wanted, hasWholeSites),
    hours: hoursOf(period),
    denials: denialsOf(period),
    sites: sitesOf(scope, bySite, departmentId === null),
    departments: departmentsOf(scope, byHost),
  }
}

/** Which counters belong to a site and to a department with everything below it. */
function placeOf(
  { departments, departmentOf }: StatisticsScope,
  { siteId, departmentId }: StatisticsWanted,
): Prisma.StatisticCountWhereInput {
  const below = departmentId === null ? null : withDescendants(departments, departmentId)
  const hostIds = [...departmentOf].flatMap(([id, department]) => (department !== null && below?.has(department) ? [id] : []))
  return { ...(siteId === null ? {} : { siteId }), ...(below === null ? {} : { hostId: { in: hostIds } }) }
}

/** Whether the caller sees a site as a whole, or any where none is named. */
function isWhole({ reach }: StatisticsScope, siteId: string | null): boolean {
  if (reach === 'all') return true
  return siteId === null ? reach.siteIds.length > 0 && reach.hostIds.length === 0 : reach.siteIds.includes(siteId)
}

/** The period of the same length that ends before another begins. */
const periodBefore = ({ from, to }: StatisticsWanted): Pick<StatisticsWanted, 'from' | 'to'> => ({
  from: addDays(from, -daysBetween(from, to)),
  to: addDays(from, -1),
})

type Column = 'day' | 'siteId' | 'hostId' | 'measure' | 'slot'
type Group = Counted & { day?: Date; siteId?: string; hostId?: string | null }

async function countOf(
  ctx: Ctx,
  by: Column[],
  place: Prisma.StatisticCountWhereInput,
  { from, to }: Pick<StatisticsWanted, 'from' | 'to'>,
): Promise<Group[]> {
  const where = { AND: [place, { day: { gte: dateOf(from), lte: dateOf(to) } }] }
  const groups = await ctx.db.statisticCount.groupBy({ by, where, _sum: { value: true }, _max: { value: true } })
  return groups.map(({ _sum, _max, ...group }) => ({ ...group, sum: _sum.value ?? 0, most: _max.value ?? 0 }))
}

function daysOf(period: readonly Group[], { from, to }: StatisticsWanted, hasWholeSites: boolean): Statistics['days'] {
  const byDay = Map.groupBy(period, ({ day }) => (day ? dayOf(day) : ''))
  return Array.from({ length: daysBetween(from, to) }, (_, place) => {
    const day = addDays(from, place)
    return { day, figures: figuresOf(byDay.get(day) ?? [], hasWholeSites) }
  })
}

function hoursOf(period: readonly Group[]): HourCount[] {
  const hours = new Map<string, HourCount>()
  for (const { day, measure, slot, sum } of period) {
    if (measure !== 'ENTRY' || !day) continue
    const [weekday, hour] = [isoWeekday(dayOf(day)), Number(slot)]
    const key = `${weekday} ${slot}`
    hours.set(key, { weekday, hour, entries: (hours.get(key)?.entries ?? 0) + sum })
  }
  return [...hours.values()].toSorted((one, other) => one.weekday - other.weekday || one.hour - other.hour)
}

function denialsOf(period: readonly Group[]): Statistics['denials'] {
  const denials = new Map<string, number>()
  for (const { measure, slot, sum } of period) if (measure === 'DENIAL') denials.set(slot, (denials.get(slot) ?? 0) + sum)
  return [...denials]
    .map(([reason, count]) => ({ reason: reason as DenialReason, count }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason))
}

function sitesOf(scope: StatisticsScope, bySite: readonly Group[], isOfAllHosts: boolean): Statistics['sites'] {
  const counted = Map.groupBy(bySite, ({ siteId }) => siteId)
  return scope.sites.flatMap((site) => {
    const found = counted.get(site.id)
    return found ? [{ site, figures: figuresOf(found, isOfAllHosts && isWhole(scope, site.id)) }] : []
  })
}

/** Each department by itself, without those below it; last what belongs to none. */
function departmentsOf({ departments, departmentOf }: StatisticsScope, byHost: readonly Group[]): Statistics['departments'] {
  const ofDepartments = byHost.filter(({ measure }) => measure !== 'MOST_INSIDE')
  const counted = Map.groupBy(ofDepartments, ({ hostId }) => departmentOf.get(hostId ?? '') ?? null)
  return [...departments, null].flatMap((department) => {
    const found = counted.get(department?.id ?? null)
    return found ? [{ department, figures: figuresOf(found, false) }] : []
  })
}
