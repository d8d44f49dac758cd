import { isFailure, Refusal, type Failure } from '../../../core/errors'
import type { AccessRule } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import { DenialReasonType } from '../../../graphql/enums'
import { previewAccessRule, type ChangedEntry, type RulePreview } from '../use-cases/rules/preview-rule'
import { arrangeAccessRules, createAccessRule, deleteAccessRule, updateAccessRule } from '../use-cases/rules/save-rule'
import { AccessEffectType, HolidayHabitType, RulePeriodType } from './rules'

const AccessWindowInput = builder.inputType('AccessWindowInput', {
  description: 'A span of the wall clock of the site on some days of the week.',
  fields: (t) => ({
    weekdays: t.intList({ required: true, description: '1 for Monday, 7 for Sunday. May be empty where it opens on holidays only.' }),
    from: t.string({ required: true, description: 'HH:mm.' }),
    to: t.string({ required: true, description: 'HH:mm, 24:00 for the end of the day; earlier than from, it is on the next day.' }),
    holidays: t.field({ type: HolidayHabitType, required: true, description: 'What it does on holidays.' }),
  }),
})

const AccessRuleContentInput = builder.inputType('AccessRuleContentInput', {
  description: 'What a rule of access says.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    effect: t.field({ type: AccessEffectType, required: true, description: 'What it does.' }),
    siteId: t.id({ description: 'The site for which it holds; left out, every one.' }),
    gateIds: t.idList({ description: 'Gates at which it holds.' }),
    zoneIds: t.idList({ description: 'Zones: it holds at the gates that lead into them. With no gate and no zone it holds everywhere.' }),
    visitorTypeIds: t.idList({ description: 'Kinds of guests whom it concerns; left out or empty, everybody.' }),
    windows: t.field({ type: [AccessWindowInput], required: true, description: 'When it is open: 1 to 20.' }),
    needsEscort: t.boolean({ defaultValue: false, description: 'Whether whoever it lets in has to be escorted.' }),
    isAssigned: t.boolean({
      defaultValue: false,
      description: 'Whether it is to concern only the passes and visits to which it is assigned.',
    }),
    entriesLimit: t.int({ description: 'How many entries it lets one pass make, 1 to 1,000; left out, as many as it wants.' }),
    entriesPer: t.field({ type: RulePeriodType, defaultValue: 'PASS', description: 'In what they are counted.' }),
  }),
})

const CreateAccessRuleInput = builder.inputType('CreateAccessRuleInput', {
  description: 'A rule to make.',
  fields: (t) => ({ rule: t.field({ type: AccessRuleContentInput, required: true, description: 'What it says.' }) }),
})

const UpdateAccessRuleInput = builder.inputType('UpdateAccessRuleInput', {
  description: 'A rule as it is to be.',
  fields: (t) => ({
    accessRuleId: t.id({ required: true, description: 'Which rule.' }),
    version: t.int({ required: true, description: 'The version that was seen.' }),
    rule: t.field({ type: AccessRuleContentInput, required: true, description: 'What it is to say.' }),
  }),
})

const DeleteAccessRuleInput = builder.inputType('DeleteAccessRuleInput', {
  description: 'A rule to delete.',
  fields: (t) => ({ accessRuleId: t.id({ required: true, description: 'Which rule.' }) }),
})

const ArrangeAccessRulesInput = builder.inputType('ArrangeAccessRulesInput', {
  description: 'The order of the rules.',
  fields: (t) => ({
    accessRuleIds: t.idList({ required: true, description: 'All rules that hold, the one that is asked first at first.' }),
  }),
})

const PreviewAccessRuleInput = builder.inputType('PreviewAccessRuleInput', {
  description: 'A change of the rules that is thought of.',
  fields: (t) => ({
    accessRuleId: t.id({ description: 'The rule that would be changed or deleted; left out, one would be made.' }),
    rule: t.field({ type: AccessRuleContentInput, description: 'What it would say; left out, it would be deleted.' }),
  }),
})

const contentOf = ({ siteId, gateIds, zoneIds, visitorTypeIds, windows, ...rule }: typeof AccessRuleContentInput.$inferInput) => ({
  ...rule,
  needsEscort: rule.needsEscort ?? false,
  isAssigned: rule.isAssigned ?? false,
  entriesPer: rule.entriesPer ?? 'PASS',
  siteId: optionalLocalId('Site', siteId),
  gateIds: (gateIds ?? []).map((id) => localId('Gate', String(id))),
  zoneIds: (zoneIds ?? []).map((id) => localId('Zone', String(id))),
  visitorTypeIds: (visitorTypeIds ?? []).map((id) => localId('VisitorType', String(id))),
  windows: windows.map((window) => ({ ...window, weekdays: [...window.weekdays] })),
})

const saved = (name: `${'Create' | 'Update'}AccessRule`, description: string) => {
  const success = builder.objectRef<{ accessRule: AccessRule }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ accessRule: t.expose('accessRule', { type: 'AccessRule', description: 'The rule.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const DeleteAccessRuleSuccess = builder.objectRef<{ id: string }>('DeleteAccessRuleSuccess').implement({
  description: 'The rule holds no more.',
  fields: (t) => ({ accessRuleId: t.id({ description: 'The rule that was.', resolve: ({ id }) => encodeGlobalId('AccessRule', id) }) }),
})

const ArrangeAccessRulesSuccess = builder.objectRef<{ accessRules: AccessRule[] }>('ArrangeAccessRulesSuccess').implement({
  description: 'The rules are asked in this order.',
  fields: (t) => ({ accessRules: t.expose('accessRules', { type: ['AccessRule'], description: 'The rules, in their order.' }) }),
})

const ChangedEntryType = builder.objectRef<ChangedEntry>('ChangedEntry').implement({
  description: 'An entry that would be decided otherwise.',
  fields: (t) => ({
    visitPass: t.field({
      type: 'VisitPass',
      description: 'Whose.',
      resolve: ({ visitPassId }, _, ctx) => ctx.load.related('VisitPass', visitPassId),
    }),
    gate: t.field({ type: 'Gate', description: 'Where.', resolve: ({ gateId }, _, ctx) => ctx.load.related('Gate', gateId) }),
    at: t.expose('at', { type: 'DateTime', description: 'The moment that was looked at: the beginning of the visit.' }),
    reasonBefore: t.field({
      type: DenialReasonType,
      nullable: true,
      description: 'Why rules refuse it now; null: they do not.',
      resolve: ({ before }) => before.reason,
    }),
    reasonAfter: t.field({
      type: DenialReasonType,
      nullable: true,
      description: 'Why rules would refuse it; null: they would not.',
      resolve: ({ after }) => after.reason,
    }),
    escortBefore: t.boolean({ description: 'Whether rules ask for an escort now.', resolve: ({ before }) => before.needsEscort }),
    escortAfter: t.boolean({ description: 'Whether rules would ask for an escort.', resolve: ({ after }) => after.needsEscort }),
  }),
})

const AccessRulePreview = builder.objectRef<RulePreview>('AccessRulePreview').implement({
  description: 'What a change would do to the visits that are still to come.',
  fields: (t) => ({
    looked: t.exposeInt('looked', { description: 'How many passes were looked at: the 1,000 that end first at most.' }),
    isAll: t.exposeBoolean('isAll', { description: 'Whether these are all that are still to come.' }),
    changed: t.field({
      type: [ChangedEntryType],
      description: 'What would be decided otherwise: 100 entries at most.',
      resolve: ({ changed }) => changed,
    }),
  }),
})

const asRule = async (work: Promise<AccessRule | Failure>) => {
  const accessRule = await work
  return isFailure(accessRule) ? accessRule : { accessRule }
}

builder.queryField('previewAccessRule', (t) =>
  t.field({
    type: AccessRulePreview,
    description:
      'Which entries a change of the rules would decide otherwise. Nothing is changed. A rule that could not be kept is BAD_USER_INPUT.',
    args: { input: t.arg({ type: PreviewAccessRuleInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { accessRuleId, rule } }, ctx) => {
      const wanted = { accessRuleId: optionalLocalId('AccessRule', accessRuleId), content: rule && contentOf(rule) }
      const preview = await previewAccessRule(ctx, wanted)
      if (isFailure(preview)) throw new Refusal('BAD_USER_INPUT', preview.fields?.[0]?.message ?? preview.message)
      return preview
    },
  }),
)

builder.mutationFields((t) => ({
  createAccessRule: t.field({
    type: saved('CreateAccessRule', 'It holds from the next scan on.'),
    description: 'Makes a rule of access, the last of all.',
    args: { input: t.arg({ type: CreateAccessRuleInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => asRule(createAccessRule(ctx, contentOf(input.rule))),
  }),
  updateAccessRule: t.field({
    type: saved('UpdateAccessRule', 'It holds so from the next scan on.'),
    description: 'Changes a rule of access.',
    args: { input: t.arg({ type: UpdateAccessRuleInput, required: true, description: 'How it is to be.' }) },
    resolve: (_, { input: { accessRuleId, version, rule } }, ctx) =>
      asRule(updateAccessRule(ctx, { accessRuleId: localId('AccessRule', accessRuleId), version, ...contentOf(rule) })),
  }),
  deleteAccessRule: t.field({
    type: resultUnion('DeleteAccessRuleResult', [DeleteAccessRuleSuccess], ['NotFound'], 'DeleteAccessRuleSuccess'),
    description: 'Deletes a rule of access.',
    args: { input: t.arg({ type: DeleteAccessRuleInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => deleteAccessRule(ctx, { accessRuleId: localId('AccessRule', input.accessRuleId) }),
  }),
  arrangeAccessRules: t.field({
    type: resultUnion('ArrangeAccessRulesResult', [ArrangeAccessRulesSuccess], ['ValidationFailed'], 'ArrangeAccessRulesSuccess'),
    description: 'Puts the rules of access into another order.',
    args: { input: t.arg({ type: ArrangeAccessRulesInput, required: true, description: 'The order.' }) },
    resolve: async (_, { input }, ctx) => {
      const accessRules = await arrangeAccessRules(ctx, {
        accessRuleIds: input.accessRuleIds.map((id) => localId('AccessRule', String(id))),
      })
      return isFailure(accessRules) ? accessRules : { accessRules }
    },
  }),
}))
