import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { seeded, shuffled } from '../../../scripts/turnstile/faults.ts'
import { Turnstile, type Arm, type TurnstileEvent } from '../../../scripts/turnstile/turnstile.ts'
import { signedPass, type SignedPass } from '../scan/signed-pass'
import { linkTo, passOf, playedTurnstile, sync } from './played'

/** One person at the turnstile: which way, what the arm does, and whether the network is there. */
interface Step {
  guest: number
  reader: 'in' | 'out'
  arm: Arm
  isOffline: boolean
}

const step = fc.record({
  guest: fc.nat(2),
  reader: fc.constantFrom('in' as const, 'out' as const),
  arm: fc.constantFrom<Arm>('turned', 'turned', 'not_turned', 'timed_out'),
  isOffline: fc.boolean(),
})

/** How what waits is told: in which order, how often each, and how many at a time. */
const telling = fc.record({ seed: fc.nat(), times: fc.integer({ min: 1, max: 3 }), part: fc.integer({ min: 1, max: 7 }) })

/** What came to pass at the arm itself, said without the product: where each guest is, and how often they came in. */
function truthOf(steps: readonly (Step & { isOpen: boolean })[], guest: number) {
  const moves = steps.filter((one) => one.guest === guest && one.isOpen && one.arm === 'turned')
  const last = moves.at(-1)
  return {
    presence: last ? (last.reader === 'in' ? 'INSIDE' : 'LEFT') : 'EXPECTED',
    entriesUsed: moves.filter(({ reader }) => reader === 'in').length,
  }
}

const guests = (org: TestOrganization): Promise<SignedPass[]> => {
  const window = { startsAt: new Date(Date.now() - 3_600_000), endsAt: new Date(Date.now() + 3_600_000) }
  return Promise.all([1, 2, 3].map(() => signedPass(org, { ...window, passType: 'MULTI' })))
}

/** Tells events in another order, several times, in parts. */
async function tellAll(
  turnstile: Turnstile,
  events: readonly TurnstileEvent[],
  { seed, times, part }: { seed: number; times: number; part: number },
) {
  const order = shuffled(Array.from({ length: times }, () => events).flat(), seeded(seed))
  for (let from = 0; from < order.length; from += part) expect(await turnstile.tell(order.slice(from, from + part))).not.toBeNull()
}

/** How each passage stands in the log. */
async function logOf(scannerId: string): Promise<string[]> {
  const rows = await prisma.checkin.findMany({ where: { scannerId } })
  return rows.map(({ nonce, direction, result }) => `${nonce} ${direction} ${result}`).toSorted()
}

it('any course of passages comes to what the arm did, in whatever order and however often it is told', async () => {
  const org = await createOrganization()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), telling, async (steps, how) => {
      let time = Date.now()
      const played = await playedTurnstile(org)
      const passes = await guests(org)
      await sync(org, played.id)
      const link = linkTo(
        () => played.id,
        () => new Date(time),
      )
      const turnstile = new Turnstile({ secret: played.secret, link, clock: () => time })
      for (const credential of played.turnstile.store.held.values()) turnstile.store.put([credential])
      await turnstile.tell([])
      const gone = []
      for (const one of steps) {
        time += 1_000
        turnstile.isOffline = one.isOffline
        gone.push({ ...one, ...(await turnstile.pass(one.reader, passes[one.guest]!.code, one.arm)) })
      }
      turnstile.isOffline = false
      time += 60_000
      await tellAll(turnstile, turnstile.waiting, how)
      const log = await logOf(played.id)
      for (const [guest, { id }] of passes.entries()) expect(await passOf(id)).toMatchObject(truthOf(gone, guest))
      expect(log).toHaveLength(steps.length)
      for (const { passage, arm, isOpen } of gone)
        expect(log.find((line) => line.startsWith(passage))).toMatch(!isOpen ? /DENIED$/ : arm === 'turned' ? /ADMITTED$/ : /ANNULLED$/)
      expect(await prisma.controllerEvent.count({ where: { accessControllerId: played.id, outcome: 'WAITING' } })).toBe(0)
      await tellAll(turnstile, turnstile.waiting, { ...how, seed: how.seed + 1 })
      expect(await logOf(played.id)).toEqual(log)
      await played.close()
    }),
    { numRuns: 25 },
  )
}, 240_000)
