import { builder } from '../../../graphql/builder'
import { DenialReasonType } from '../../../graphql/enums'
import { encodeGlobalId, optionalLocalId } from '../../../graphql/global-id'
import type { Figures } from '../figures'
import { findStatisticsScope, type DepartmentChoice, type StatisticsScope } from '../use-cases/find-scope'
import { readStatistics, type HourCount, type Statistics } from '../use-cases/read-statistics'

const FiguresType = builder.objectRef<Figures>('StatisticsFigures').implement({
  description: 'What visits came to. A visit is a pass for one visit; lengths are in minutes.',
  fields: (t) => ({
    expected: t.exposeInt('expected', {
      description: 'Visits that begin on these days and were not called off, or took place all the same.',
    }),
    came: t.exposeInt('came', { description: 'Those of them whose guest was let in.' }),
    noShows: t.exposeInt('noShows', { description: 'Those of them whose pass ran out before anybody came.' }),
    entries: t.exposeInt('entries', { description: 'Entries on these days.' }),
    people: t.exposeInt('people', { description: 'People let in, each once a day for each visit; of a group every entry.' }),
    denied: t.exposeInt('denied', { description: 'Scans denied on these days.' }),
    stays: t.exposeInt('stays', { description: 'Stays that began on these days and whose end was seen within a day.' }),
    meanStay: t.exposeFloat('meanStay', { nullable: true, description: 'Mean length of those stays; null without any.' }),
    medianStay: t.exposeFloat('medianStay', { nullable: true, description: 'Half of those stays were shorter, to the width of a class.' }),
    longStay: t.exposeFloat('longStay', {
      nullable: true,
      description: 'Nine of ten of those stays were shorter, to the width of a class.',
    }),
    mostInside: t.exposeInt('mostInside', {
      nullable: true,
      description: 'Most people inside one site at once; null where only a part of its guests is counted.',
    }),
    busiestHour: t.exposeInt('busiestHour', {
      nullable: true,
      description: 'The hour with most entries, 0 to 23, by the clock of the site.',
    }),
  }),
})

const DayType = builder.objectRef<Statistics['days'][number]>('StatisticsDay').implement({
  description: 'A day of the calendar.',
  fields: (t) => ({
    day: t.exposeString('day', { description: 'YYYY-MM-DD.' }),
    figures: t.field({ type: FiguresType, description: 'What it came to.', resolve: ({ figures }) => figures }),
  }),
})

const HourType = builder.objectRef<HourCount>('StatisticsHour').implement({
  description: 'An hour of a day of the week, over the period.',
  fields: (t) => ({
    weekday: t.exposeInt('weekday', { description: '1 for Monday, 7 for Sunday.' }),
    hour: t.exposeInt('hour', { description: '0 to 23, by the clock of the site.' }),
    entries: t.exposeInt('entries', { description: 'Entries in it.' }),
  }),
})

const DenialType = builder.objectRef<Statistics['denials'][number]>('StatisticsDenial').implement({
  description: 'How often scans were denied for one reason.',
  fields: (t) => ({
    reason: t.expose('reason', { type: DenialReasonType, description: 'The reason.' }),
    count: t.exposeInt('count', { description: 'How often.' }),
  }),
})

const SiteFigures = builder.objectRef<Statistics['sites'][number]>('StatisticsOfSite').implement({
  description: 'What the period came to at one site.',
  fields: (t) => ({
    site: t.field({ type: 'Site', description: 'The site.', resolve: ({ site }) => site }),
    figures: t.field({ type: FiguresType, description: 'What it came to.', resolve: ({ figures }) => figures }),
  }),
})

const DepartmentChoiceType = builder.objectRef<DepartmentChoice>('StatisticsDepartment').implement({
  description: 'A department whose guests can be looked at by themselves.',
  fields: (t) => ({
    departmentId: t.id({ description: 'The department.', resolve: ({ id }) => encodeGlobalId('Department', id) }),
    name: t.exposeString('name', { description: 'Its name.' }),
    level: t.exposeInt('level', { description: 'How deep it lies: 1 at the top.' }),
  }),
})

const DepartmentFigures = builder.objectRef<Statistics['departments'][number]>('StatisticsOfDepartment').implement({
  description: 'What the period came to for the guests of one department.',
  fields: (t) => ({
    department: t.field({
      type: DepartmentChoiceType,
      nullable: true,
      description: 'The department, without those below it; null for guests of hosts without one, and for codes that nobody knows.',
      resolve: ({ department }) => department,
    }),
    figures: t.field({ type: FiguresType, description: 'What it came to.', resolve: ({ figures }) => figures }),
  }),
})

const StatisticsType = builder.objectRef<Statistics>('Statistics').implement({
  description: 'What visits of a period came to: kept as numbers, seconds behind what happens.',
  fields: (t) => ({
    from: t.exposeString('from', { description: 'First day, YYYY-MM-DD.' }),
    to: t.exposeString('to', { description: 'Last day, YYYY-MM-DD.' }),
    totals: t.field({ type: FiguresType, description: 'The period as a whole.', resolve: ({ totals }) => totals }),
    before: t.field({ type: FiguresType, description: 'As many days before it.', resolve: ({ before }) => before }),
    days: t.field({ type: [DayType], description: 'Day by day, each of the period.', resolve: ({ days }) => days }),
    hours: t.field({ type: [HourType], description: 'Hours of the week with entries.', resolve: ({ hours }) => hours }),
    denials: t.field({ type: [DenialType], description: 'Denied scans by reason, the most first.', resolve: ({ denials }) => denials }),
    sites: t.field({ type: [SiteFigures], description: 'Sites at which anything happened.', resolve: ({ sites }) => sites }),
    departments: t.field({
      type: [DepartmentFigures],
      description: 'Departments to whose guests anything happened.',
      resolve: ({ departments }) => departments,
    }),
  }),
})

const ScopeType = builder.objectRef<StatisticsScope>('StatisticsScope').implement({
  description: 'At what the caller may look.',
  fields: (t) => ({
    sites: t.field({ type: ['Site'], description: 'Sites, closed ones too, by name.', resolve: ({ sites }) => sites }),
    departments: t.field({
      type: [DepartmentChoiceType],
      description: 'Departments in the order of their tree.',
      resolve: ({ departments }) => departments,
    }),
  }),
})

builder.queryFields((t) => ({
  statistics: t.field({
    type: StatisticsType,
    nullable: true,
    description: 'What visits of a period of 366 days at most came to; null for a site or a department that does not exist.',
    args: {
      from: t.arg.string({ required: true, description: 'First day, YYYY-MM-DD, by the calendar of each site.' }),
      to: t.arg.string({ required: true, description: 'Last day.' }),
      siteId: t.arg.id({ description: 'Only this site.' }),
      departmentId: t.arg.id({ description: 'Only guests of hosts of this department or of those below it.' }),
    },
    resolve: (_, { from, to, siteId, departmentId }, ctx) =>
      readStatistics(ctx, { from, to, siteId: optionalLocalId('Site', siteId), departmentId: optionalLocalId('Department', departmentId) }),
  }),
  statisticsScope: t.field({
    type: ScopeType,
    description: 'At which sites and departments the caller may look.',
    resolve: (_, __, ctx) => findStatisticsScope(ctx),
  }),
}))
