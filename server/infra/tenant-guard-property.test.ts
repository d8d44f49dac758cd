import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRelations, type Relation } from '../../tests/integration/schema/prisma-schema'
import { createHost, createOrganization, createUser, type TestOrganization } from '../../tests/setup/organization'
import { createVisit } from '../../tests/setup/visits'
import { newId } from '../core/ids'
import { builtInRoles } from '../core/permissions'
import { prisma } from './db'
import { tenantClient } from './tenant-client'
import { TenantGuardError } from './tenant-guard'

type Args = Record<string, unknown>
interface Query {
  model: string
  args: Args
}
/** What both clients can do, whichever model it is. */
type AnyClient = Record<string, { findMany: (args: Args) => PromiseLike<Args[]> }>

const relations = readRelations('prisma/schema')
const roots = ['Site', 'Gate', 'Room', 'Host', 'Visitor', 'Appointment', 'VisitPass', 'Device', 'DeviceGate', 'UserRole', 'Session']
const delegate = (model: string): string => model.charAt(0).toLowerCase() + model.slice(1)
const hasOrganization = (model: string): boolean => 'organizationId' in (Reflect.get(prisma, delegate(model)) as { fields: object }).fields
let own: TestOrganization
let other: TestOrganization

/** People of one organization who also work for the other: without them nothing connects two tenants. */
async function bridge(from: TestOrganization, to: TestOrganization): Promise<void> {
  await prisma.membership.create({
    data: { id: newId(), organizationId: to.id, userId: from.host.user.id, name: 'Bridge', createdAt: new Date() },
  })
  await prisma.host.create({ data: { id: newId(), organizationId: to.id, userId: from.host.user.id } })
  await prisma.userRole.create({
    data: { id: newId(), organizationId: to.id, userId: from.host.user.id, roleId: builtInRoles.Operator.id },
  })
  for (const organizationId of [from.id, to.id]) {
    const tokenHash = new Uint8Array(crypto.getRandomValues(new Uint8Array(32)))
    await prisma.session.create({
      data: { id: newId(), tokenHash, userId: from.host.user.id, organizationId, createdAt: new Date(), expiresAt: new Date() },
    })
  }
}

beforeAll(async () => {
  ;[own, other] = await Promise.all([createOrganization(), createOrganization()])
  for (const org of [own, other]) {
    await createVisit(org)
    await createHost(org.id)
    await createUser(org.id, 'Operator')
  }
  await bridge(own, other)
  await bridge(other, own)
})

function filterOf(model: string, depth: number): fc.Arbitrary<Args> {
  const leaves: fc.Arbitrary<Args>[] = [
    fc.constant({}),
    fc.constant(hasOrganization(model) ? { OR: [{ organizationId: { not: '' } }, { NOT: {} }] } : {}),
  ]
  if (depth === 0) return fc.oneof(...leaves)
  const below = (relation: Relation): fc.Arbitrary<Args> =>
    fc
      .tuple(fc.constantFrom(...(relation.list ? ['some', 'every', 'none'] : ['is'])), filterOf(relation.target, depth - 1))
      .map(([word, filter]) => ({ [relation.name]: { [word]: filter } }))
  const steps = (relations.get(model) ?? []).map(below)
  const combined = fc
    .tuple(fc.constantFrom('AND', 'OR', 'NOT'), fc.oneof(...leaves, ...steps))
    .map(([word, filter]) => ({ [word]: [filter] }))
  return fc.oneof({ weight: 4, arbitrary: fc.oneof(...leaves) }, ...steps.map((arbitrary) => ({ weight: 1, arbitrary })), {
    weight: 1,
    arbitrary: combined,
  })
}

function selectionOf(model: string, depth: number): fc.Arbitrary<Args> {
  const chosen = (relation: Relation): fc.Arbitrary<Args> => {
    const filter = relation.list ? fc.option(filterOf(relation.target, 1), { freq: 2, nil: undefined }) : fc.constant(undefined)
    return fc
      .tuple(filter, selectionOf(relation.target, depth - 1))
      .map(([where, nested]) => ({ [relation.name]: { ...(where && { where }), ...nested } }))
  }
  const possible = relations.get(model) ?? []
  if (depth === 0 || possible.length === 0) return fc.constant({})
  return fc
    .subarray(possible, { minLength: 1, maxLength: Math.min(2, possible.length) })
    .chain((some) => fc.tuple(...some.map(chosen)))
    .map((parts) => ({ include: Object.assign({}, ...parts) as Args }))
}

const queries: fc.Arbitrary<Query> = fc
  .constantFrom(...roots)
  .chain((model) => fc.record({ model: fc.constant(model), where: filterOf(model, 2), selection: selectionOf(model, 4) }))
  .map(({ model, where, selection }) => ({ model, args: { where, ...selection } }))

/** Organization ids that stand anywhere in a result. */
function organizationsIn(value: unknown, model: string, found: Set<unknown> = new Set()): Set<unknown> {
  if (Array.isArray(value)) for (const row of value) organizationsIn(row, model, found)
  else if (typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)) {
    const row = value as Args
    if (model === 'Organization') found.add(row.id)
    if (typeof row.organizationId === 'string') found.add(row.organizationId)
    for (const { name, target } of relations.get(model) ?? []) if (name in row) organizationsIn(row[name], target, found)
  }
  return found
}

/** What queries brought to light: from how many of them rows came, how many were refused, and the foreign organizations seen. */
async function explore(client: AnyClient, runs: number): Promise<{ answered: number; refused: number; foreign: Query[] }> {
  const seen = { answered: 0, refused: 0, foreign: [] as Query[] }
  for (const query of fc.sample(queries, { numRuns: runs, seed: 20261122 })) {
    try {
      const rows = await client[delegate(query.model)]?.findMany(query.args)
      if (rows && rows.length > 0) seen.answered++
      if ([...organizationsIn(rows, query.model)].some((id) => id !== own.id)) seen.foreign.push(query)
    } catch (error) {
      if (!(error instanceof TenantGuardError)) throw error
      seen.refused++
    }
  }
  return seen
}

/** What a client extension that only sees the outermost arguments would do. */
const narrowedOutside = prisma.$extends({
  query: {
    $allModels: {
      findMany: ({ args, query }) => query({ ...args, where: { AND: [args.where ?? {}, { organizationId: own.id }] } } as typeof args),
    },
  },
})

describe('random queries over the relations', () => {
  it('never bring a row of another organization', { timeout: 120_000 }, async () => {
    const seen = await explore(tenantClient(own.id) as unknown as AnyClient, 400)
    expect(seen.foreign).toEqual([])
    expect(seen.answered).toBeGreaterThan(100)
    expect(seen.refused).toBeGreaterThan(10)
  })

  it('do bring them when only the outermost filter is narrowed', { timeout: 120_000 }, async () => {
    const seen = await explore(narrowedOutside as unknown as AnyClient, 800)
    expect(seen.foreign.length).toBeGreaterThan(10)
  })
})
