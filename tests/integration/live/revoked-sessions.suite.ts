import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { scanAt, visit } from '../built-visit'
import { dataFrom, post, sessionCookie, type Caller } from '../http-client'
import { watch, type Watch } from './watch'

const document = 'subscription ($after: String) { gateActivity(after: $after) { cursor checkin { id } } }'

interface Happening {
  gateActivity: { checkin: { id: string } }
}
interface Sessions {
  sessions: { edges: { node: { id: string; isCurrent: boolean } }[] }
}

const current = async (url: string, caller: Caller): Promise<string> => {
  const { sessions } = await dataFrom<Sessions>(url, caller, '{ sessions(first: 100) { edges { node { id isCurrent } } } }')
  return sessions.edges.find(({ node }) => node.isCurrent)?.node.id ?? ''
}

const isIn = async (url: string, caller: Caller): Promise<boolean> =>
  (await dataFrom<{ viewer: object | null }>(url, caller, '{ viewer { permissions } }')).viewer !== null

/** Milliseconds until a caller is out at a web process. */
async function untilOut(url: string, caller: Caller): Promise<number> {
  const started = performance.now()
  while (await isIn(url, caller)) if (performance.now() - started > 5_000) return Number.POSITIVE_INFINITY
  return performance.now() - started
}

/** A session that is ended at one web process and used at another. */
export function revokedSessions(server: () => BuiltServer): void {
  const officer = () => sessionCookie(server().url, server().demo.users.securityOfficer)
  const [here, there] = [() => server().urls[0]!, () => server().urls[1]!]
  const revoke = async (by: Caller, sessionId: string) => {
    const mutation = 'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename } }'
    return dataFrom<{ revokeSession: { __typename: string } }>(here(), by, mutation, { input: { sessionId } })
  }
  const watching = async (caller: Caller): Promise<Watch<Happening>> => {
    const { gateActivityCursor } = await dataFrom<{ gateActivityCursor: string }>(there(), caller, '{ gateActivityCursor }')
    return watch<Happening>(there(), caller, document, { after: gateActivityCursor })
  }
  const heard = (one: Watch<Happening>, id: string | null) =>
    expect.poll(() => one.events.map(({ gateActivity }) => gateActivity.checkin.id), { timeout: 10_000 }).toContain(id)

  describe('a session that its owner revokes', () => {
    it('is out at the other web process within a second, its WebSocket closed with 4403 within two, and hears nothing after', async () => {
      const times: { out: number; closed: number }[] = []
      for (let round = 0; round < 5; round++) {
        const [keeper, lost] = [await officer(), await officer()]
        const [kept, ending] = [await watching(keeper), await watching(lost)]
        const { code } = await visit(server(), 'MULTI')
        await heard(ending, (await scanAt(server(), here(), code)).checkinId)
        const count = ending.events.length
        expect(await isIn(there(), lost)).toBe(true)
        const started = performance.now()
        const closed = ending.closed.then((word) => ({ word, at: performance.now() - started }))
        const id = await current(here(), lost)
        const asked = performance.now() - started
        expect(await revoke(keeper, id)).toEqual({ revokeSession: { __typename: 'RevokeSessionSuccess' } })
        const out = await untilOut(there(), lost)
        const { word, at } = await closed
        expect(word).toBe(4403)
        times.push({ out, closed: at - asked })
        const after = (await scanAt(server(), here(), code, { direction: 'EXIT' })).checkinId
        await heard(kept, after)
        expect(ending.events).toHaveLength(count)
        await kept.stop()
      }
      expect(Math.max(...times.map(({ out }) => out))).toBeLessThan(1_000)
      expect(Math.max(...times.map(({ closed }) => closed))).toBeLessThan(2_000)
    }, 60_000)

    it('ends with all the others, but not the one that asks', async () => {
      const [keeper, lost, also] = [await officer(), await officer(), await officer()]
      const { revokeOtherSessions: count } = await dataFrom<{ revokeOtherSessions: number }>(
        here(),
        keeper,
        'mutation { revokeOtherSessions }',
      )
      expect(count).toBeGreaterThanOrEqual(2)
      expect(await untilOut(there(), lost)).toBeLessThan(1_000)
      expect(await untilOut(there(), also)).toBeLessThan(1_000)
      expect(await isIn(there(), keeper)).toBe(true)
    })

    it('cannot be one that is somebody else’s', async () => {
      const host = await sessionCookie(here(), server().demo.users.host)
      const keeper = await officer()
      const answer = await post(here(), host, 'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { __typename } }', {
        id: await current(here(), keeper),
      })
      expect(answer.data).toEqual({ revokeSession: { __typename: 'NotFound' } })
      expect(await isIn(there(), keeper)).toBe(true)
    })
  })
}
