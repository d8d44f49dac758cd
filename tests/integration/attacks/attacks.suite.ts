import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { post } from '../http-client'
import { targetOf, type Attack, type Outcome, type Target } from './attack'
import { documentAttacks } from './documents'
import { requestAttacks } from './requests'
import { socketAttacks } from './sockets'

/** The processor time that one attack may cost, in milliseconds. */
const bound = 50

/** How often an attack is sent to be measured: the kernel counts in ticks of 10 ms. */
const rounds = 5

async function measured(target: Target, attack: Attack): Promise<{ cost: number; outcomes: Outcome[] }> {
  const before = target.cpu()
  const outcomes = await Promise.all(Array.from({ length: rounds }, () => attack.send(target)))
  return { cost: (target.cpu() - before) / rounds, outcomes }
}

/** What no honest client sends is refused or bounded, and costs next to nothing. */
export function attacks(server: () => BuiltServer): void {
  const corpus = [...documentAttacks, ...requestAttacks, ...socketAttacks]
  const table: string[] = []
  let target: Target
  beforeAll(async () => {
    target = await targetOf(server())
  })
  afterAll(() => process.stdout.write(`${corpus.length} attacks on GraphQL\n${table.join('\n')}\n`))

  describe('an attack on GraphQL', () => {
    it('is one of forty and more', () => {
      expect(corpus.length).toBeGreaterThanOrEqual(40)
      expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
    })

    it.each(corpus.map((attack) => [attack.name, attack] as const))(
      '%s',
      async (name, attack) => {
        expect(await attack.send(target)).toMatch(attack.harmless)
        let { cost, outcomes } = await measured(target, attack)
        // What else the process had to do, its garbage above all, only ever adds: the least of three counts.
        for (let again = 0; again < 2 && cost > bound; again++) ({ cost, outcomes } = await measured(target, attack))
        table.push(`${String(cost).padStart(5)} ms  ${name}: ${outcomes[0]}`)
        for (const outcome of outcomes) expect(outcome).toMatch(attack.harmless)
        expect(cost).toBeLessThanOrEqual(bound)
      },
      30_000,
    )

    it('that asks for too much in too short a time is answered with 429 and when to come again', async () => {
      const costly = '{ appointments(first: 100) { edges { node { visitPasses(first: 98) { edges { cursor } } } } } }'
      const caller = { token: server().demo.sandboxApiKey }
      const answers = []
      for (let count = 0; count < 4; count++) answers.push(await post(target.url, caller, costly))
      const refused = answers.find(({ status }) => status !== 200)
      expect([refused?.status, Number(refused?.headers.get('retry-after')) > 0]).toEqual([429, true])
      expect(refused?.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
    })

    it('ends nobody’s session', async () => {
      const { data } = await post(target.url, { cookie: target.cookie }, '{ viewer { user { email } } }')
      expect(data).toMatchObject({ viewer: { user: { email: server().demo.users.host.email } } })
    })
  })
}
