import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { integratorScopes } from '../../../server/core/permissions'
import { writeRequests } from '../../../server/domains/developer-console/request-log/note-request'
import { insertRequests } from '../../../server/domains/developer-console/request-log/write-requests.sql'
import { purgeRequests } from '../../../server/domains/developer-console/use-cases/purge-requests'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import type { ApiRequest } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost } from '../../setup/principals'
import { createKey } from '../tenancy/programs'
import { call, dataOf, gid } from './graphql-call'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

/** A program with one key. @returns its id, that of the key, and the caller that the key makes */
async function createProgram(owner = org): Promise<{ id: string; keyId: string; ctx: Ctx }> {
  const id = randomUUID()
  const what = { name: 'Program', scopes: [...integratorScopes], createdAt: new Date() }
  await prisma.apiApplication.create({ data: { id, organizationId: owner.id, ...what } })
  const { id: keyId, key } = await createKey(owner, id, integratorScopes)
  return { id, keyId, ctx: createCtx(await authenticate({ authorization: `Bearer ${key}` }), { language: 'en' }) }
}

interface Listed {
  node: {
    requests: { edges: { node: Record<string, unknown> }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
    usage: { startsAt: string; requests: number; failed: number; throttled: number; cost: number }[]
  }
}

const document = `query ($id: ID!, $first: Int!, $after: String, $filter: ApiRequestFilter) {
  node(id: $id) { ... on Application {
    requests(first: $first, after: $after, filter: $filter) {
      edges { node { kind operationName failed code requestedCost actualCost callerName occurredAt milliseconds } }
      pageInfo { hasNextPage endCursor }
    }
    usage(period: DAY) { startsAt requests failed throttled cost }
  } }
}`

async function logOf(id: string, variables: Record<string, unknown> = {}) {
  await writeRequests()
  return (await dataOf<Listed>(asDeveloper(org), document, { id: gid('Application', id), first: 50, ...variables })).node
}

describe('the request log', () => {
  it('has what a program asked for, with its cost, and nothing of what it said', async () => {
    const { id, ctx } = await createProgram()
    const secret = `secret${randomUUID()}`
    const sites =
      'query Places($first: Int!, $search: String) { sites(first: $first) { edges { node { id } } } hosts(first: 1, search: $search) { edges { node { id } } } }'
    await call(ctx, sites, { first: 5, search: secret })
    await call(ctx, 'query Wrong { nothing }')
    await call(ctx, 'query (')
    const { requests } = await logOf(id)
    const rows = requests.edges.map(({ node }) => node)
    expect(rows.map(({ kind, operationName, failed, code }) => [kind, operationName, failed, code])).toEqual([
      ['UNKNOWN', null, true, 'GRAPHQL_PARSE_FAILED'],
      [expect.any(String), expect.toBeOneOf([null, 'Wrong']), true, 'GRAPHQL_VALIDATION_FAILED'],
      ['QUERY', 'Places', false, null],
    ])
    expect(rows[2]).toMatchObject({ requestedCost: 7, callerName: 'gc_live_' })
    expect(Number(rows[2]?.actualCost)).toBeLessThan(7)
    const kept = await prisma.apiRequest.findMany({ where: { applicationId: id } })
    expect(JSON.stringify(kept)).not.toContain(secret)
  })

  it('is paged, and narrowed to what failed or to an operation', async () => {
    const { id, ctx } = await createProgram()
    for (const name of ['One', 'Two', 'Three']) await call(ctx, `query ${name} { viewer { permissions } }`)
    await call(ctx, 'query Wrong { nothing }')
    const names = ({ requests }: Listed['node']) => requests.edges.map(({ node }) => node.operationName)
    const first = await logOf(id, { first: 2, filter: { failed: false } })
    expect(names(first)).toEqual(['Three', 'Two'])
    const { endCursor, hasNextPage } = first.requests.pageInfo
    expect(hasNextPage).toBe(true)
    expect(names(await logOf(id, { first: 2, after: endCursor, filter: { failed: false } }))).toEqual(['One'])
    expect(names(await logOf(id, { filter: { operationName: 'Two' } }))).toEqual(['Two'])
    expect((await logOf(id, { filter: { errorCode: 'GRAPHQL_VALIDATION_FAILED' } })).requests.edges).toHaveLength(1)
  })

  it('counts what was refused because a budget was used up', async () => {
    const { id, ctx } = await createProgram()
    const costly = '{ appointments(first: 100) { edges { node { visitPasses(first: 98) { edges { cursor } } } } } }'
    for (let asked = 0; asked < 3; asked++) await call(ctx, costly)
    const { requests, usage } = await logOf(id)
    expect(requests.edges[0]?.node).toMatchObject({ failed: true, code: 'RATE_LIMITED', requestedCost: 9_901, actualCost: 0 })
    expect(usage).toHaveLength(24)
    expect(usage.reduce((sum, { throttled }) => sum + throttled, 0)).toBe(1)
  })

  it('adds hours up to what its rows come to, whoever writes at once', async () => {
    const programs = await Promise.all(Array.from({ length: 3 }, () => createProgram()))
    const about = { organizationId: org.id, kind: 'QUERY', operationName: null, requestedCost: 5, milliseconds: 1 } as const
    const batchOf = (writer: number): ApiRequest[] =>
      Array.from({ length: 30 }, (_, place) => {
        const { id: applicationId, keyId: caller } = programs[(place + writer) % 3] ?? { id: '', keyId: '' }
        const outcome = { failed: place < 10, code: place < 10 ? 'RATE_LIMITED' : null, actualCost: place < 10 ? 0 : 2 }
        return { ...about, ...outcome, id: newId(), applicationId, caller, occurredAt: new Date() }
      })
    await Promise.all(Array.from({ length: 8 }, (_, writer) => insertRequests(batchOf(writer))))
    const where = { applicationId: { in: programs.map(({ id }) => id) } }
    const rows = await prisma.apiRequest.aggregate({ where, _count: true, _sum: { actualCost: true } })
    const { _sum: sum } = await prisma.apiUsageHour.aggregate({
      where,
      _sum: { requests: true, failed: true, throttled: true, cost: true },
    })
    expect([rows._count, rows._sum.actualCost]).toEqual([240, 320])
    expect([sum.requests, sum.failed, sum.throttled, Number(sum.cost)]).toEqual([240, 80, 80, 320])
  })

  it('is for those who manage applications of the organization, and for nobody else', async () => {
    const { id, ctx } = await createProgram()
    await call(ctx, '{ viewer { permissions } }')
    await logOf(id)
    const variables = { id: gid('Application', id), first: 5 }
    const stranger = await call<Listed>(asDeveloper(await createOrganization()), document, variables)
    expect(stranger.data?.node ?? null).toBeNull()
    expect((await call<Listed>(asHost(org), document, variables)).data?.node ?? null).toBeNull()
  })

  it('leaves out people and those whose key is not known', async () => {
    const before = await prisma.apiRequest.count()
    await call(asDeveloper(org), '{ viewer { permissions } }')
    await writeRequests()
    expect(await prisma.apiRequest.count()).toBe(before)
  })

  it('forgets after a month, and sums after a year', async () => {
    const { id, ctx } = await createProgram()
    await call(ctx, '{ viewer { permissions } }')
    await logOf(id)
    const [where, day] = [{ applicationId: id }, 86_400_000]
    const count = async () => [await prisma.apiRequest.count({ where }), await prisma.apiUsageHour.count({ where })]
    const aged = async (days: number) => {
      await prisma.apiRequest.updateMany({ where, data: { occurredAt: new Date(Date.now() - days * day) } })
      await prisma.apiUsageHour.updateMany({ where, data: { hour: new Date(Date.now() - days * day) } })
      await purgeRequests()
      return count()
    }
    expect(await aged(29)).toEqual([1, 1])
    expect(await aged(31)).toEqual([0, 1])
    expect(await aged(366)).toEqual([0, 0])
  })
})
