import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import documents from '#shared/generated/gql/persisted-documents.json'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { createGraphqlContext } from '../../../server/graphql/context'
import { rateHeaders } from '../../../server/graphql/rate'
import { apollo } from '../../../server/graphql/server'
import { take } from '../../../server/infra/rate-limit'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asApiKey, asDevice, asHost } from '../../setup/principals'
import { call, gid } from './graphql-call'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const costly = '{ appointments(first: 100) { edges { node { visitPasses(first: 98) { edges { cursor } } } } } }'

/** Asks until it is refused. @returns how often it was answered, and the refusal */
async function untilRefused(ctx: () => Ctx | Promise<Ctx>, document: string, most = 200) {
  for (let answered = 0; answered < most; answered++) {
    const { errors } = await call(await ctx(), document)
    if (errors.length > 0) return { answered, extensions: errors[0]?.extensions, message: errors[0]?.message }
  }
  return { answered: most, extensions: undefined, message: undefined }
}

describe('a budget', () => {
  it('of a key ends, says when to come again, and what it would have cost', async () => {
    const key = await asApiKey(org)
    const { answered, extensions, message } = await untilRefused(() => key, costly)
    expect(answered).toBe(2)
    expect(extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.any(Number) as number,
      cost: { requestedQueryCost: 9_901, throttleStatus: { maximumAvailable: 20_000, restoreRate: 1_000 } },
    })
    expect(extensions).not.toHaveProperty('http')
    expect(message).toContain(String(extensions?.retryAfterSeconds))
    expect((await call(await asApiKey(org), '{ viewer { permissions } }')).errors).toEqual([])
  })

  it('of an organization ends for all its keys together', async () => {
    const busy = await createOrganization()
    expect((await untilRefused(() => asApiKey(busy), costly)).answered).toBe(10)
    expect((await call(await asApiKey(busy), costly)).errors[0]?.extensions?.code).toBe('RATE_LIMITED')
    expect((await call(asHost(busy), '{ viewer { permissions } }')).errors).toEqual([])
  })

  it('of a person ends', async () => {
    expect((await untilRefused(() => asHost(org), costly)).answered).toBe(4)
  })

  it('of a person who goes through the pages pays for what the pages got, and ends for what they ask themselves', async () => {
    const ctx = asHost(await createOrganization())
    const places = Object.values(documents).find((text) => text.includes('query HostPlaces')) ?? ''
    expect((await untilRefused(() => ctx, places, 40)).answered).toBe(40)
    expect((await untilRefused(() => ctx, `${places} `, 40)).answered).toBeLessThan(10)
  })

  it('of an address ends for whoever has not signed in, and for no other address', async () => {
    const from = (ip: string) => {
      const { actor, organizationId, hostId, permissions, ownPermissions, narrowed, delegated } = asAnonymous()
      const principal = { actor, organizationId, hostId, permissions, ownPermissions, narrowed, delegated }
      return createCtx(principal, { language: 'en', request: { ip, userAgent: null } })
    }
    const { answered, extensions } = await untilRefused(() => from('203.0.113.9'), '{ viewer { permissions } }', 3_000)
    expect([extensions?.code, answered >= 2_000]).toEqual(['RATE_LIMITED', true])
    expect((await call(from('203.0.113.10'), '{ viewer { permissions } }')).errors).toEqual([])
  })

  it('is shared by all processes', async () => {
    const budget = { maximum: 100, restoreRate: 0.001 }
    const name = `test:${randomUUID()}`
    vi.resetModules()
    const other = await import('../../../server/infra/rate-limit')
    expect(take(name, budget, 80, false).retryAfter).toBe(0)
    expect(other.take(name, budget, 1, false).retryAfter).toBe(0)
    await expect.poll(() => other.take(name, budget, 30, false).retryAfter, { timeout: 5_000 }).toBeGreaterThan(0)
  })
})

describe('the headers of an answer to a key', () => {
  it('say how much there is at once, what of it remains, and when all of it is there again', () => {
    const status = { maximumAvailable: 20_000, currentlyAvailable: 17_500, restoreRate: 1_000 }
    const headers = [
      ['ratelimit-policy', '"rows";q=20000;w=20'],
      ['ratelimit', '"rows";r=17500;t=3'],
    ]
    expect(rateHeaders(status)).toEqual(headers)
    expect(rateHeaders({ ...status, currentlyAvailable: -40 })[1]).toEqual(['ratelimit', '"rows";r=0;t=20'])
  })

  it('stand on answers and on refusals', async () => {
    const key = await asApiKey(org)
    const headersOf = async (query: string) => {
      const { language, traceId, request, now } = key
      const contextValue = createGraphqlContext(key, { language, traceId, request, now })
      return (await apollo.executeOperation({ query }, { contextValue })).http.headers
    }
    expect((await headersOf('{ viewer { permissions } }')).get('ratelimit')).toMatch(/^"rows";r=19\d{3};t=1$/)
    await untilRefused(() => key, costly)
    const refused = await headersOf(costly)
    expect(refused.get('ratelimit-policy')).toBe('"rows";q=20000;w=20')
    expect(Number(/r=(\d+);/.exec(refused.get('ratelimit') ?? '')?.[1])).toBeLessThan(9_901)
    expect(refused.get('retry-after')).toMatch(/^\d+$/)
  })
})

describe('a scan', () => {
  const document = 'mutation ($input: ScanPassInput!) { scanPass(input: $input) { __typename } }'

  it('is never refused for its number: a gate device bursts 1,000 of them', async () => {
    const device = await asDevice(org)
    const words: (string | undefined)[] = []
    const lane = async () => {
      for (let index = 0; index < 125; index++) {
        const input = { code: `unknown ${index}`, gateId: gid('Gate', org.gates[0].id), direction: 'ENTRY', nonce: randomUUID() }
        const { data, errors } = await call<{ scanPass: { __typename: string } }>(device, document, { input })
        words.push(data?.scanPass.__typename ?? errors[0]?.message)
      }
    }
    await Promise.all(Array.from({ length: 8 }, lane))
    expect([words.length, new Set(words)]).toEqual([1_000, new Set(['ScanDenied'])])
  }, 60_000)

  it('is not refused either to a key whose budget is at its end', async () => {
    const key = await asApiKey(org)
    await untilRefused(() => key, costly)
    const input = { code: 'unknown', gateId: gid('Gate', org.gates[0].id), direction: 'ENTRY', nonce: randomUUID() }
    expect((await call(key, costly)).errors[0]?.extensions?.code).toBe('RATE_LIMITED')
    expect((await call(key, document, { input })).data).toEqual({ scanPass: { __typename: 'ScanDenied' } })
  })
})
