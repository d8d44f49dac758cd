import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { scanAt, visit } from '../built-visit'
import { dataFrom, post, sessionCookie } from '../http-client'
import { watch, type Watch } from './watch'

const document = `subscription ($after: String, $gateId: ID, $siteId: ID) { gateActivity(after: $after, gateId: $gateId, siteId: $siteId) {
  cursor checkin { id result reason gate { id } visitPass { visitor { name } } } } }`

interface Happening {
  gateActivity: { cursor: string; checkin: { id: string; result: string; gate: { id: string } } }
}

const idsOf = (watching: Watch<Happening>): string[] => watching.events.map(({ gateActivity }) => gateActivity.checkin.id)
const has = (watching: Watch<Happening>, ids: (string | null)[]) =>
  expect.poll(() => ids.every((id) => id !== null && idsOf(watching).includes(id)), { timeout: 10_000 }).toBe(true)

/** The live feed over graphql-ws, scanned at one web process and watched at another. */
export function gateActivity(server: () => BuiltServer): void {
  const officer = () => sessionCookie(server().url, server().demo.users.securityOfficer)
  const scanner = () => server().urls[0]!
  const watcher = () => server().urls[1]!
  const cursorNow = async () => {
    const { gateActivityCursor } = await dataFrom<{ gateActivityCursor: string }>(watcher(), await officer(), '{ gateActivityCursor }')
    return gateActivityCursor
  }

  describe('what happens at the gates', () => {
    it('arrives from the other web process, in the order of the cursors', async () => {
      const watching = watch<Happening>(watcher(), await officer(), document, { after: await cursorNow() })
      const { code } = await visit(server(), 'MULTI')
      const scans: (string | null)[] = []
      for (const direction of ['ENTRY', 'EXIT', 'ENTRY']) scans.push((await scanAt(server(), scanner(), code, { direction })).checkinId)
      scans.push((await scanAt(server(), scanner(), 'unknown code')).checkinId)
      await has(watching, scans)
      expect(idsOf(watching)).toEqual(scans)
      const cursors = watching.events.map(({ gateActivity }) => Number(gateActivity.cursor))
      expect(cursors).toEqual(cursors.toSorted((a, b) => a - b))
      expect(watching.events.at(-1)?.gateActivity.checkin).toMatchObject({ result: 'DENIED', reason: 'UNKNOWN_CODE', visitPass: null })
      await watching.stop()
    })

    it('is resumed after a lost connection without a gap or a repeat', async () => {
      const { code } = await visit(server(), 'MULTI')
      const scan = async (count: number) =>
        Promise.all(Array.from({ length: count }, async () => (await scanAt(server(), scanner(), code)).checkinId))
      const first = watch<Happening>(watcher(), await officer(), document, { after: await cursorNow() })
      const before = await scan(5)
      await has(first, before)
      first.terminate()
      const seen = idsOf(first)
      const meanwhile = await scan(30)
      const second = watch<Happening>(scanner(), await officer(), document, { after: first.events.at(-1)?.gateActivity.cursor })
      const after = await scan(5)
      await has(second, [...meanwhile, ...after])
      const all = [...seen, ...idsOf(second)]
      expect(all.toSorted()).toEqual([...before, ...meanwhile, ...after].toSorted())
      await second.stop()
    })

    it('is narrowed to a gate or a site', async () => {
      const [gate, other] = server().demo.gates
      const after = await cursorNow()
      const atGate = watch<Happening>(watcher(), await officer(), document, { after, gateId: other?.id })
      const atSite = watch<Happening>(watcher(), await officer(), document, { after, siteId: server().demo.site.id })
      const nowhere = watch<Happening>(watcher(), await officer(), document, { after, gateId: 'nonsense' })
      const { code } = await visit(server(), 'MULTI')
      const here = (await scanAt(server(), scanner(), code, { gateId: gate?.id })).checkinId
      const there = (await scanAt(server(), scanner(), code, { gateId: other?.id })).checkinId
      await has(atSite, [here, there])
      await has(atGate, [there])
      expect(idsOf(atGate)).toEqual([there])
      expect(nowhere.events).toEqual([])
      await Promise.all([atGate, atSite, nowhere].map((one) => one.stop()))
    })

    it('stays inside the organization', async () => {
      const stranger = await sessionCookie(server().url, server().demo.otherOrganization.users.orgAdmin)
      const theirs = watch<Happening>(watcher(), stranger, document, { after: '0', siteId: server().demo.site.id })
      const everything = watch<Happening>(watcher(), stranger, document, { after: '0' })
      const mine = watch<Happening>(watcher(), await officer(), document, { after: await cursorNow() })
      const { code } = await visit(server())
      const id = (await scanAt(server(), scanner(), code)).checkinId
      await has(mine, [id])
      expect(idsOf(theirs)).toEqual([])
      expect(idsOf(everything)).not.toContain(id)
      await Promise.all([theirs, everything, mine].map((one) => one.stop()))
    })
  })

  describe('the connection', () => {
    it('is refused to nobody in particular', async () => {
      const watching = watch<Happening>(watcher(), 'anonymous', document, {})
      expect(await watching.closed).toBe(4403)
    })

    it('is refused to a cookie that another site’s page sends', async () => {
      const watching = watch<Happening>(watcher(), await officer(), document, {}, { headers: { origin: 'https://evil.example' } })
      expect(await watching.closed).toBe(4403)
    })

    it('without the right hears an error and nothing else', async () => {
      const developer = await sessionCookie(server().url, server().demo.users.developer)
      const watching = watch<Happening>(watcher(), developer, document, {})
      await expect.poll(() => watching.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
      await watching.stop()
    })

    it('is open to a key and to a device’s own kind only with the right', async () => {
      const byKey = watch<Happening>(watcher(), { token: server().demo.apiKey }, document, { after: await cursorNow() })
      const { code } = await visit(server())
      await has(byKey, [(await scanAt(server(), scanner(), code)).checkinId])
      const byDevice = watch<Happening>(watcher(), { token: server().demo.deviceToken }, document, {})
      await expect.poll(() => byDevice.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
      await Promise.all([byKey.stop(), byDevice.stop()])
    })

    it('of a session that ended is closed with 4403 within 2 s and hears nothing after', async () => {
      const session = await officer()
      const watching = watch<Happening>(watcher(), session, document, { after: await cursorNow() })
      const { code } = await visit(server(), 'MULTI')
      await has(watching, [(await scanAt(server(), scanner(), code)).checkinId])
      const heard = watching.events.length
      const started = performance.now()
      await post(scanner(), session, 'mutation { signOut }')
      expect(await watching.closed).toBe(4403)
      expect(performance.now() - started).toBeLessThan(2_500)
      await scanAt(server(), scanner(), code)
      expect(watching.events).toHaveLength(heard)
    })

    it('has the limits of HTTP', async () => {
      const session = await officer()
      for (const [query, code] of [
        [
          'subscription { gateActivity { cursor '.concat(
            'checkin { visitPass { appointment { visitPasses(first: 1) { edges { node { appointment { visitPasses(first: 1) { edges { node { id } } } } } } } } } } } }',
          ),
          'GRAPHQL_VALIDATION_FAILED',
        ],
        [
          `subscription { gateActivity { ${Array.from({ length: 16 }, (_, index) => `a${index}: cursor`).join(' ')} } }`,
          'GRAPHQL_VALIDATION_FAILED',
        ],
        ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ] as const) {
        const watching = watch<Happening>(watcher(), session, query, {})
        await expect.poll(() => watching.errors.length, { timeout: 5_000 }).toBeGreaterThan(0)
        expect(watching.errors[0]?.extensions?.code, JSON.stringify(watching.errors)).toBe(code)
        await watching.stop()
      }
    })
  })
}
