import type { z } from 'zod'
import { askRules, type AccessRule, type RuleOutcome } from '#shared/access-rules'
import { createAccessRuleSchema } from '#shared/schemas/access-rules'
import type { Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { authorizeRules, findAccessRules, ruleOf, subjectOf } from './find-rules'
import { placesAt } from './places-at'
import { storedRule } from './rule-content'

/** An entry that a change of the rules would decide otherwise. */
export interface ChangedEntry {
  visitPassId: string
  gateId: string
  at: Date
  before: RuleOutcome
  after: RuleOutcome
}

/** What a change of the rules would do to the visits that are still to come. */
export interface RulePreview {
  /** How many passes were looked at: the next ones. */
  looked: number
  isAll: boolean
  changed: ChangedEntry[]
}

/** Passes that are looked at, and changes that are told of. */
const [mostPasses, mostChanges] = [1_000, 100]

interface Wanted {
  /** The rule that is changed or deleted; a new one without it. */
  accessRuleId?: string | null | undefined
  /** What it is to be; it is to be deleted without it. */
  content?: z.input<typeof createAccessRuleSchema> | null | undefined
}

/** The rules of the organization as they would be. */
async function rulesAfter(ctx: Ctx, rules: readonly (AccessRule & { siteId: string | null })[], { accessRuleId, content }: Wanted) {
  if (accessRuleId && !rules.some(({ id }) => id === accessRuleId)) return notFound(ctx, 'accessRuleId')
  if (!content) return rules.filter(({ id }) => id !== accessRuleId)
  const { data, failed } = validate(ctx, createAccessRuleSchema, content)
  if (failed) return failed
  const stored = await ctx.transaction((tx) => storedRule(ctx, tx, data))
  if (isFailure(stored)) return stored
  const wanted = { ...data, id: accessRuleId ?? '', siteId: data.siteId ?? null }
  return accessRuleId ? rules.map((rule) => (rule.id === accessRuleId ? wanted : rule)) : [...rules, wanted]
}

const isOtherwise = (one: RuleOutcome, other: RuleOutcome): boolean => one.reason !== other.reason || one.needsEscort !== other.needsEscort

/**
 * Which entries a change would decide otherwise, of the next guests, at every gate of their site, in the moment their visit begins; as if
 * they had not come in before.
 * @returns what would be otherwise, or NOT_FOUND, VALIDATION_FAILED for a rule that could not be kept
 * @throws Refusal
 */
export async function previewAccessRule(ctx: Ctx, wanted: Wanted): Promise<RulePreview | Failure> {
  authorizeRules(ctx)
  const before = (await findAccessRules(ctx)).map((rule) => ({ ...ruleOf(rule), siteId: rule.siteId }))
  const after = await rulesAfter(ctx, before, wanted)
  if (isFailure(after)) return after
  const places = await placesAt(ctx.db, { closedAt: null })
  const passes = await ctx.db.visitPass.findMany({
    where: { validTo: { gt: ctx.now() }, status: { in: ['DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED'] } },
    select: {
      id: true,
      siteId: true,
      visitorTypeId: true,
      accessRuleIds: true,
      validFrom: true,
      appointment: { select: { startsAt: true, accessRuleIds: true } },
    },
    orderBy: [{ validTo: 'asc' }, { id: 'asc' }],
    take: mostPasses + 1,
  })
  const at = (siteId: string, rules: typeof before) => rules.filter((rule) => rule.siteId === null || rule.siteId === siteId)
  const changed: ChangedEntry[] = []
  for (const pass of passes.slice(0, mostPasses)) {
    const begins = pass.appointment?.startsAt ?? pass.validFrom
    const [old, fresh] = [at(pass.siteId, before), at(pass.siteId, after)]
    for (const { place } of places.filter(({ siteId }) => siteId === pass.siteId)) {
      const ask = (rules: AccessRule[]) => askRules({ ...place, rules }, subjectOf(pass), {}, begins)
      const outcomes = { before: ask(old), after: ask(fresh) }
      if (isOtherwise(outcomes.before, outcomes.after))
        changed.push({ visitPassId: pass.id, gateId: place.gateId, at: begins, ...outcomes })
    }
  }
  const looked = Math.min(passes.length, mostPasses)
  return { looked, isAll: passes.length <= mostPasses, changed: changed.slice(0, mostChanges) }
}
