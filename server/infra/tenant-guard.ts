import { z } from 'zod'
import { Prisma } from '../generated/prisma/client'
import { prisma } from './db'

type Args = Record<string, unknown>

/** A query that the tenant client does not know to be safe. A bug of ours, never an answer to a caller. */
export class TenantGuardError extends Error {
  override name = 'TenantGuardError'
}

const runtimeModel = z.object({
  models: z.record(z.string(), z.object({ fields: z.array(z.object({ name: z.string(), kind: z.string(), type: z.string() })) })),
})

/** Fields of every model, from the generated client itself: a new model is guarded from its first query. */
const models = runtimeModel.parse(Reflect.get(prisma, '_runtimeDataModel')).models

const relationsOf = (model: string): Map<string, string> =>
  new Map((models[model]?.fields ?? []).filter((field) => field.kind === 'object').map((field) => [field.name, field.type]))
const relations = new Map(Object.keys(models).map((model) => [model, relationsOf(model)]))
const tenantModels = new Set(
  Object.entries(models)
    .filter(([, model]) => model.fields.some((field) => field.name === 'organizationId'))
    .map(([name]) => name),
)

/** Global models that a tenant's query may reach, and only through a relation of its own row. */
const reachableGlobals = new Set(['Organization', 'User', 'Role', 'RolePermission'])

const isRecord = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)

const isTenant = (model: string): boolean => tenantModels.has(model)

/** `where` narrowed to the organization; the caller's own organizationId, if any, must be the same one. */
function narrowed(where: unknown, organizationId: string): Args {
  const given = isRecord(where) ? where : {}
  if ('organizationId' in given && given.organizationId !== organizationId) throw new TenantGuardError('where names another organization')
  return { ...given, organizationId }
}

/** Follows a relation in a filter or an order: never into a model we do not know, and never from a shared row to the rows of other tenants. */
function checkStep(model: string, key: string, target: string): void {
  if (!isTenant(target) && !reachableGlobals.has(target)) throw new TenantGuardError(`${model}.${key}: filter reaches ${target}`)
  if (!isTenant(model) && isTenant(target)) throw new TenantGuardError(`${model}.${key}: filter leaves the organization through ${model}`)
}

/** Orders may follow relations as filters do: the order of rows tells about what they are ordered by. */
function checkOrder(model: string, order: unknown): void {
  if (Array.isArray(order)) return order.forEach((part) => checkOrder(model, part))
  if (!isRecord(order)) return
  for (const [key, value] of Object.entries(order)) {
    const target = relations.get(model)?.get(key)
    if (!target) continue
    checkStep(model, key, target)
    checkOrder(target, value)
  }
}

/** Filters may follow relations (composite keys keep those inside). */
function checkFilter(model: string, where: unknown): void {
  if (Array.isArray(where)) return where.forEach((part) => checkFilter(model, part))
  if (!isRecord(where)) return
  for (const [key, value] of Object.entries(where)) {
    if (['AND', 'OR', 'NOT'].includes(key)) checkFilter(model, value)
    const target = relations.get(model)?.get(key)
    if (!target) continue
    checkStep(model, key, target)
    const parts = isRecord(value) ? ['is', 'isNot', 'some', 'every', 'none'].flatMap((word) => (word in value ? [value[word]] : [])) : []
    for (const part of parts.length > 0 ? parts : [value]) checkFilter(target, part)
  }
}

/** Walks `include`/`select`: every list of tenant rows below is narrowed, every unknown target refused. */
function guardSelection(model: string, selection: unknown, organizationId: string): unknown {
  if (!isRecord(selection)) return selection
  const guarded: Args = {}
  for (const [key, value] of Object.entries(selection)) {
    const target = relations.get(model)?.get(key)
    if (key === '_count') throw new TenantGuardError(`${model}._count is not guarded`)
    if (!target || value === false || value === undefined) {
      guarded[key] = value
      continue
    }
    if (!isTenant(target) && !reachableGlobals.has(target)) throw new TenantGuardError(`${model}.${key}: selection reaches ${target}`)
    guarded[key] = guardRelation(model, key, target, value, organizationId)
  }
  return guarded
}

/** Relations to one row whose key is on the other side, is the organization itself, or is made of several columns. */
const singleBackRelations = new Set([
  'AgreementSignature.agreementVersion',
  'Appointment.walkIn',
  'ApprovalAsk.membership',
  'DepartmentHead.membership',
  'Host.membership',
  'Membership.host',
  'Membership.provisioned',
  'Organization.brand',
  'Organization.filePolicy',
  'Organization.guestPolicy',
  'Organization.retention',
  'Organization.statisticCursor',
  'Organization.watchlist',
  'InductionPassed.typeVersion',
  'PassAnswers.typeVersion',
  'ProvisionedGroupMember.membership',
  'ProvisionedRole.membership',
  'ProvisionedUser.membership',
  'SecurityPolicyRole.policy',
  'Site.accessState',
  'Site.stayPolicy',
  'Site.walkInPage',
  'Visitor.erasureWish',
  'Visitor.key',
  'VisitorExportNotice.membership',
  'ConflictNotice.membership',
  'ConflictNotice.site',
  'WatchlistNotice.membership',
  'WebhookNotice.membership',
])

/** A relation is a list unless its model holds the key. Narrowing a single relation by mistake is refused by Prisma, it never leaks. */
const isList = (model: string, key: string): boolean =>
  !singleBackRelations.has(`${model}.${key}`) && !(models[model]?.fields ?? []).some((field) => field.name === `${key}Id`)

/** Everything that a query or a nested selection may say. A Prisma `cursor` finds its row without our filter. */
const knownWords = new Set(
  'where data select include omit orderBy take skip distinct by having limit skipDuplicates _count _sum _avg _min _max'.split(' '),
)

function checkWords(model: string, args: Args): void {
  for (const word of Object.keys(args)) if (!knownWords.has(word)) throw new TenantGuardError(`${model}: ${word} is not guarded`)
  checkFilter(model, args.where)
  checkOrder(model, args.orderBy)
}

function guardRelation(model: string, key: string, target: string, value: unknown, organizationId: string): unknown {
  const args: Args = isRecord(value) ? { ...value } : {}
  checkWords(target, args)
  // A tenant row's own single relations cannot leave the organization: the composite foreign key holds them.
  if (isTenant(target) && isList(model, key)) args.where = narrowed(args.where, organizationId)
  for (const word of ['include', 'select'] as const) if (word in args) args[word] = guardSelection(target, args[word], organizationId)
  return Object.keys(args).length > 0 ? args : true
}

/** Rows that belong to one row of a tenant and name no other: they are written together with it. */
const parts = new Set(['Role.permissions'])

/** Parts may be made and replaced through the row they belong to; any other nested write is refused. */
function checkNestedWrite(model: string, key: string, value: unknown): void {
  const target = parts.has(`${model}.${key}`) ? relations.get(model)?.get(key) : undefined
  const made =
    isRecord(value) && Object.keys(value).every((word) => ['create', 'deleteMany'].includes(word)) ? [value.create ?? []].flat() : null
  const setsColumns = (row: unknown) => isRecord(row) && Object.keys(row).every((name) => !relations.get(target ?? '')?.has(name))
  if (!target || !made?.every(setsColumns)) throw new TenantGuardError(`${model}.${key}: nested writes are not guarded`)
}

/** Data may set columns only: nested writes would reach rows that no filter has seen. */
function guardData(model: string, data: unknown, organizationId: string, creating: boolean): unknown {
  if (Array.isArray(data)) return data.map((row) => guardData(model, row, organizationId, creating))
  if (!isRecord(data)) return data
  for (const key of Object.keys(data)) if (relations.get(model)?.has(key)) checkNestedWrite(model, key, data[key])
  if ('organizationId' in data && data.organizationId !== organizationId) throw new TenantGuardError('data names another organization')
  return creating ? { ...data, organizationId } : data
}

const reads = new Set(['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy'])
const writes = new Set(['create', 'createMany', 'update', 'updateMany', 'delete', 'deleteMany'])

/**
 * Rewrites the arguments of one Prisma operation so that it stays inside an organization, nested selections included.
 * @throws TenantGuardError for an operation, relation or nested write that it does not know
 */
export function guardArgs(model: string, operation: string, given: unknown, organizationId: string): Args {
  if (!isTenant(model)) throw new TenantGuardError(`${model} belongs to no organization: not reachable from a tenant client`)
  if (!reads.has(operation) && !writes.has(operation)) throw new TenantGuardError(`${model}.${operation} is not guarded`)
  const args: Args = isRecord(given) ? { ...given } : {}
  checkWords(model, args)
  if (operation !== 'create' && operation !== 'createMany') args.where = narrowed(args.where, organizationId)
  if ('data' in args) args.data = guardData(model, args.data, organizationId, operation.startsWith('create'))
  for (const word of ['include', 'select'] as const) if (word in args) args[word] = guardSelection(model, args[word], organizationId)
  return args
}

/**
 * Lets a statement by hand through that reads, and whose first value is the organization: `*.sql.ts` modules that have to stand in a
 * transaction, for a lock or a measured look. What else it says is theirs to keep inside.
 * @throws TenantGuardError for anything else
 */
export function guardStatement(operation: string, statement: unknown, organizationId: string): Prisma.Sql {
  const isOurs = operation === '$queryRaw' && statement instanceof Prisma.Sql && /^[\s(]*SELECT\b/.test(statement.sql)
  if (!isOurs || statement.values[0] !== organizationId) throw new TenantGuardError(`${operation} is not available on a tenant client`)
  return statement
}
