import { z } from 'zod'
import { editScopes } from './appointments'
import { accessEffects, holidayHabits, rulePeriods } from '../access-rules'
import { ruleLimits } from '../limits'
import { isDay } from '../wall-clock'
import { antiPassbacks } from '../whereabouts'
import { line } from './visitors'
import { changingCodes } from '../credentials/live-code'

const clock = (pattern: RegExp) => z.string().regex(pattern, 'errors.clockInvalid')

/** When a rule is open. */
const windowSchema = z
  .object({
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    from: clock(/^([01]\d|2[0-3]):[0-5]\d$/),
    to: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
    holidays: z.enum(holidayHabits),
  })
  .refine(({ weekdays, holidays }) => holidays === 'ONLY' || weekdays.length > 0, {
    path: ['weekdays'],
    error: 'errors.windowDaysRequired',
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'errors.windowEmpty' })
  .transform(({ weekdays, ...window }) => ({ ...window, weekdays: [...new Set(weekdays)].toSorted((one, other) => one - other) }))

const ids = z.array(z.string()).max(ruleLimits.named, 'errors.tooManyNamed')

const ruleContent = {
  name: line(120).min(1, 'errors.ruleNameRequired'),
  siteId: z.string().nullish(),
  effect: z.enum(accessEffects),
  gateIds: ids,
  zoneIds: ids,
  visitorTypeIds: ids,
  windows: z.array(windowSchema).min(1, 'errors.windowsRequired').max(ruleLimits.windows, 'errors.windowsTooMany'),
  needsEscort: z.boolean(),
  isAssigned: z.boolean().default(false),
  entriesLimit: z
    .int('errors.ruleEntriesInvalid')
    .min(1, 'errors.ruleEntriesInvalid')
    .max(ruleLimits.entries, 'errors.ruleEntriesInvalid')
    .nullish()
    .transform((entries) => entries ?? null),
  entriesPer: z.enum(rulePeriods).default('PASS'),
}

/** What making a rule of access takes. */
export const createAccessRuleSchema = z.object(ruleContent)

/** What changing a rule takes, and which version of it was seen. */
export const updateAccessRuleSchema = z.object({ accessRuleId: z.string(), version: z.int(), ...ruleContent })

/** What deleting a rule takes. */
export const deleteAccessRuleSchema = z.object({ accessRuleId: z.string() })

const assigned = z.array(z.string()).max(ruleLimits.assigned, 'errors.tooManyAssigned')

/** What assigning rules to a pass takes: all that it is to have. */
export const assignPassRulesSchema = z.object({ visitPassId: z.string(), accessRuleIds: assigned })

/** What assigning rules to a visit takes, or to it and others of its series: all that they are to have. */
export const assignVisitRulesSchema = z.object({
  appointmentId: z.string(),
  accessRuleIds: assigned,
  scope: z.enum(editScopes).default('THIS'),
})

/** The rules in the order in which they are to be asked: all of them. */
export const arrangeAccessRulesSchema = z.object({ accessRuleIds: z.array(z.string()).max(ruleLimits.rules) })

const capacity = z
  .int('errors.capacityInvalid')
  .min(1, 'errors.capacityInvalid')
  .max(1_000_000, 'errors.capacityInvalid')
  .nullish()
  .transform((people) => people ?? null)

const zoneContent = {
  name: line(120).min(1, 'errors.zoneNameRequired'),
  isRestricted: z.boolean(),
  parentId: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  capacity,
  isGrounds: z.boolean().default(false),
}

/** What saying who may be inside a site takes. */
export const updatePresencePolicySchema = z.object({
  siteId: z.string(),
  capacity,
  antiPassback: z.enum(antiPassbacks),
  passbackMinutes: z
    .int('errors.passbackMinutesInvalid')
    .min(1, 'errors.passbackMinutesInvalid')
    .max(10_080, 'errors.passbackMinutesInvalid')
    .nullish()
    .transform((minutes) => minutes ?? null),
})

/** What saying how gates decide without a connection takes. */
export const updateOfflinePolicySchema = z.object({
  siteId: z.string(),
  graceMinutes: z.int('errors.graceMinutesInvalid').min(0, 'errors.graceMinutesInvalid').max(2_880, 'errors.graceMinutesInvalid'),
  admitsUnlisted: z.boolean(),
})

/** What saying whether codes change takes. */
export const setChangingCodesSchema = z.object({ siteId: z.string(), changingCodes: z.enum(changingCodes) })

/** What making a zone takes. */
export const createZoneSchema = z.object({ siteId: z.string(), ...zoneContent })

/** What changing a zone takes. */
export const updateZoneSchema = z.object({ zoneId: z.string(), ...zoneContent })

/** What deleting a zone takes. */
export const deleteZoneSchema = z.object({ zoneId: z.string() })

/** Into which zone a gate leads, none where it is left out, and whether whoever comes through is inside already. */
export const setGateZoneSchema = z
  .object({ gateId: z.string(), zoneId: z.string().nullish(), isInner: z.boolean().default(false) })
  .refine(({ zoneId, isInner }) => !isInner || Boolean(zoneId), { path: ['isInner'], error: 'errors.innerGateNeedsZone' })

/** What a gate is to believe beside codes. */
export const setGateReadingSchema = z.object({ gateId: z.string(), readsCards: z.boolean(), readsPlates: z.boolean() })

const day = z.string().refine(isDay, 'errors.dayInvalid')

/** What naming a holiday takes. */
export const addHolidaySchema = z.object({ siteId: z.string(), day, name: line(120).min(1, 'errors.holidayNameRequired') })

/** What taking a holiday away takes. */
export const removeHolidaySchema = z.object({ siteId: z.string(), day })
