import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { signInThrottle } from '../../../server/infra/throttle'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asAnonymous } from '../../setup/principals'

// The trial of 200 tries within 10 % is made by hand on a quiet machine: SIGN_IN_TRIES=200.
const tries = Number(process.env.SIGN_IN_TRIES ?? 15)
const tolerance = tries >= 200 ? 0.1 : 0.5

let org: TestOrganization
const emails: Record<string, string> = { unknown: 'nobody@people.example' }
beforeAll(async () => {
  org = await createOrganization()
  const passwordHash = await hash('a password of the tests')
  const person = async (data: object) => {
    const { id, email } = await createUser(org.id, 'Operator')
    await prisma.user.update({ where: { id }, data })
    return email
  }
  Object.assign(emails, {
    known: await person({ passwordHash }),
    suspended: await person({ passwordHash, status: 'SUSPENDED' }),
    invited: await person({}),
  })
})

/** One try with a wrong password. @returns what was answered, and the milliseconds it took */
async function tryOnce(email: string): Promise<{ answer: string; ms: number }> {
  await signInThrottle.succeeded(email, null)
  const started = performance.now()
  const answer = await signIn(asAnonymous(), { email, password: 'wrong' })
  return { answer: JSON.stringify(answer), ms: performance.now() - started }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

describe('a sign-in that fails', () => {
  it(
    'answers the same in the same time, whether the account is known, suspended, without a password, or not there',
    { timeout: 180_000 },
    async () => {
      const times: Record<string, number[]> = {}
      const answers = new Set<string>()
      for (const email of Object.values(emails)) await tryOnce(email)
      for (let index = 0; index < tries; index++) {
        for (const [name, email] of Object.entries(emails)) {
          const { answer, ms } = await tryOnce(email)
          answers.add(answer)
          ;(times[name] ??= []).push(ms)
        }
      }
      expect(answers.size).toBe(1)
      const medians = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, Math.round(median(values) * 100) / 100]))
      const { unknown = 0 } = medians
      for (const [name, value] of Object.entries(medians))
        expect(Math.abs(value / unknown - 1), `${name}: ${JSON.stringify(medians)}`).toBeLessThan(tolerance)
    },
  )
})
