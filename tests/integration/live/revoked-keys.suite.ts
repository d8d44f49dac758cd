import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { scanAt, visit } from '../built-visit'
import { dataFrom, sessionCookie, type Caller } from '../http-client'
import { watch } from './watch'

const document = 'subscription ($after: String) { gateActivity(after: $after) { cursor checkin { id } } }'

interface Happening {
  gateActivity: { checkin: { id: string } }
}

const isIn = async (url: string, caller: Caller): Promise<boolean> =>
  (await dataFrom<{ viewer: object | null }>(url, caller, '{ viewer { permissions } }')).viewer !== null

/** Milliseconds until a caller is out at a web process. */
async function untilOut(url: string, caller: Caller): Promise<number> {
  const started = performance.now()
  while (await isIn(url, caller)) if (performance.now() - started > 5_000) return Number.POSITIVE_INFINITY
  return performance.now() - started
}

/** A key that is revoked at one web process and used at another. */
export function revokedKeys(server: () => BuiltServer): void {
  const [here, there] = [() => server().urls[0]!, () => server().urls[1]!]

  async function newKey(developer: Caller): Promise<{ id: string; caller: { token: string } }> {
    const { applications } = await dataFrom<{ applications: { id: string }[] }>(here(), developer, '{ applications { id } }')
    const { made } = await dataFrom<{ made: { key: string; apiKey: { id: string } } }>(
      here(),
      developer,
      'mutation ($input: CreateApiKeyInput!) { made: createApiKey(input: $input) { ... on CreateApiKeySuccess { key apiKey { id } } } }',
      { input: { applicationId: applications[0]!.id, scopes: ['checkin:read', 'gate:read'] } },
    )
    return { id: made.apiKey.id, caller: { token: made.key } }
  }

  describe('a key that is revoked', () => {
    it('is out at the other web process within a second, its WebSocket closed with 4403 within two, and hears nothing after', async () => {
      const developer = await sessionCookie(here(), server().demo.users.developer)
      const times: { out: number; closed: number }[] = []
      for (let round = 0; round < 5; round++) {
        const { id, caller } = await newKey(developer)
        const { gateActivityCursor: after } = await dataFrom<{ gateActivityCursor: string }>(there(), caller, '{ gateActivityCursor }')
        const ending = watch<Happening>(there(), caller, document, { after })
        const { code } = await visit(server(), 'MULTI')
        const { checkinId } = await scanAt(server(), here(), code)
        await expect.poll(() => ending.events.map(({ gateActivity }) => gateActivity.checkin.id), { timeout: 10_000 }).toContain(checkinId)
        const count = ending.events.length
        const started = performance.now()
        const closed = ending.closed.then((word) => ({ word, at: performance.now() - started }))
        const mutation = 'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename } }'
        expect(await dataFrom(here(), developer, mutation, { input: { apiKeyId: id } })).toEqual({
          revokeApiKey: { __typename: 'RevokeApiKeySuccess' },
        })
        const out = await untilOut(there(), caller)
        const { word, at } = await closed
        expect(word).toBe(4403)
        times.push({ out, closed: at })
        await scanAt(server(), here(), code, { direction: 'EXIT' })
        expect(ending.events).toHaveLength(count)
      }
      expect(Math.max(...times.map(({ out }) => out))).toBeLessThan(1_000)
      expect(Math.max(...times.map(({ closed }) => closed))).toBeLessThan(2_000)
    }, 60_000)
  })
}
