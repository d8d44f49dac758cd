import type { AccessWindow } from '#shared/access-rules'
import { builder } from '../../../graphql/builder'
import { enumOf } from '../../../graphql/enums'
import { findAccessRules, ruleOf } from '../use-cases/rules/find-rules'

/** What a rule does while it is open. */
export const AccessEffectType = enumOf('AccessEffect', 'What a rule does while it is open.', {
  ADMIT: 'Lets in whom it concerns; outside its windows they are not let in, unless another rule lets them in.',
  REFUSE: 'Keeps out whom it concerns, whatever other rules say.',
})

/** In what the entries of a pass by a rule are counted. */
export const RulePeriodType = enumOf('AccessRulePeriod', 'In what the entries that a rule lets one pass make are counted.', {
  PASS: 'As long as the pass is valid.',
  DAY: 'A day of the calendar of the site.',
})

/** What a window does on a holiday of the site. */
export const HolidayHabitType = enumOf('HolidayHabit', 'What a window does on a holiday of the site.', {
  AS_USUAL: 'It is open as on any other day of the week.',
  CLOSED: 'It does not open.',
  ONLY: 'It opens on holidays and on no other day.',
})

const AccessWindowType = builder.objectRef<AccessWindow>('AccessWindow').implement({
  description: 'A span of the wall clock of the site on some days of the week.',
  fields: (t) => ({
    weekdays: t.exposeIntList('weekdays', { description: '1 for Monday, 7 for Sunday, in order.' }),
    from: t.exposeString('from', { description: 'HH:mm.' }),
    to: t.exposeString('to', {
      description: 'HH:mm, 24:00 for the end of the day; earlier than from, it is on the next day. The window is of the day it begins on.',
    }),
    holidays: t.expose('holidays', { type: HolidayHabitType, description: 'What it does on holidays.' }),
  }),
})

builder.node('AccessRule', {
  description: 'Who may come in where and when.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findAccessRules(ctx, { id: { in: ids } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called: guests are not told.' }),
    effect: t.expose('effect', { type: AccessEffectType, description: 'What it does.' }),
    site: t.field({
      type: 'Site',
      nullable: true,
      description: 'The site for which it holds; null for every one.',
      resolve: ({ siteId }, _, ctx) => (siteId ? ctx.load.one('Site', siteId) : null),
    }),
    gates: t.field({
      type: ['Gate'],
      description: 'Gates at which it holds. With no gate and no zone it holds at every one.',
      resolve: (rule, _, ctx) => Promise.all(ruleOf(rule).gateIds.map((id) => ctx.load.related('Gate', id))),
    }),
    zones: t.field({
      type: ['Zone'],
      description: 'Zones: it holds at the gates that lead into them.',
      resolve: (rule, _, ctx) => Promise.all(ruleOf(rule).zoneIds.map((id) => ctx.load.related('Zone', id))),
    }),
    visitorTypes: t.field({
      type: ['VisitorType'],
      description: 'Kinds of guests whom it concerns; everybody where there is none.',
      resolve: (rule, _, ctx) => Promise.all(ruleOf(rule).visitorTypeIds.map((id) => ctx.load.related('VisitorType', id))),
    }),
    windows: t.field({ type: [AccessWindowType], description: 'When it is open.', resolve: (rule) => ruleOf(rule).windows }),
    needsEscort: t.exposeBoolean('needsEscort', { description: 'Whether whoever it lets in has to be escorted.' }),
    isAssigned: t.exposeBoolean('isAssigned', {
      description: 'Whether it concerns only the passes and visits to which it is assigned; everybody otherwise.',
    }),
    entriesLimit: t.exposeInt('entriesLimit', {
      nullable: true,
      description: 'How many entries it lets one pass make; null for as many as it wants.',
    }),
    entriesPer: t.expose('entriesPer', { type: RulePeriodType, description: 'In what they are counted.' }),
    version: t.exposeInt('version', { description: 'Grows with every change; whoever changes the rule says which one they saw.' }),
  }),
})

builder.queryField('accessRules', (t) =>
  t.field({
    type: ['AccessRule'],
    description: 'The rules of access that hold, in the order in which they are asked: 200 at most.',
    resolve: (_, __, ctx) => findAccessRules(ctx),
  }),
)
