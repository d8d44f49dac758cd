import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { builtInRoles } from '../../../server/core/permissions'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { sealSeed } from '../../../server/domains/security/use-cases/take-one-time-code'
import { prisma } from '../../../server/infra/db'
import { redis } from '../../../server/infra/redis'
import { createCtx } from '../../../server/core/ctx'
import { signInThrottle } from '../../../server/infra/throttle'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asOrgAdmin } from '../../setup/principals'
import { gid } from '../api/graphql-call'
import { send } from './sessions-of-people'

const password = 'a password of the tests'
let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  const passwordHash = await hash(password)
  await prisma.user.updateMany({ where: { id: { in: [org.operator.id, org.developer.id] } }, data: { passwordHash } })
})

async function trySignIn(email: string, given: string, ip: string | null = null, oneTimeCode: string | null = null): Promise<string> {
  const ctx = createCtx(asAnonymous(), { language: 'en', request: { ip, userAgent: null } })
  const answer = await signIn(ctx, { email, password: given, oneTimeCode })
  return isFailure(answer) ? answer.code : 'signed in'
}

const failTimes = async (times: number, email: () => string, ip: string | null = null) => {
  for (let index = 0; index < times; index++) expect(await trySignIn(email(), 'wrong', ip)).toBe('INVALID_CREDENTIALS')
}
async function giveAuthenticator(userId: string): Promise<void> {
  const seed = sealSeed(userId, randomBytes(20))
  await prisma.totpFactor.create({ data: { userId, seed, createdAt: new Date(), confirmedAt: new Date(), lastStep: 0 } })
}
const stranger = () => `${newId()}@people.example`

describe('throttling of sign-ins', () => {
  it('makes an account wait after five failures, known or not, from wherever; a success begins anew', async () => {
    const [known, unknown] = [org.operator.email, stranger()]
    await failTimes(4, () => known)
    expect(await trySignIn(known, password)).toBe('signed in')
    await failTimes(5, () => known)
    await failTimes(5, () => unknown)
    expect(await trySignIn(known, password, '192.0.2.1')).toBe('TOO_MANY_ATTEMPTS')
    expect(await trySignIn(unknown, password, '192.0.2.1')).toBe('TOO_MANY_ATTEMPTS')
  })

  it('looks at no more tries that come at once than of those that come in turn, for passwords and for codes', async () => {
    const atOnce = async (tryOne: () => Promise<string>) => {
      const answers = await Promise.all(Array.from({ length: 40 }, tryOne))
      return answers.filter((answer) => answer !== 'TOO_MANY_ATTEMPTS').length
    }
    const email = stranger()
    expect(await atOnce(() => trySignIn(email, 'wrong'))).toBe(5)
    const holder = await createUser(org.id, 'Operator')
    await prisma.user.update({ where: { id: holder.id }, data: { passwordHash: await hash(password) } })
    await giveAuthenticator(holder.id)
    expect(await atOnce(() => trySignIn(holder.email, password, null, '000000'))).toBe(5)
    await signInThrottle.succeeded(holder.email, null)
    for (let asked = 0; asked < 8; asked++) expect(await trySignIn(holder.email, password)).toBe('SECOND_FACTOR_REQUIRED')
  })

  it('makes an address wait after fifty failures, on whatever accounts', async () => {
    for (let index = 0; index < 50; index++) await signInThrottle.take(stranger(), '192.0.2.2')
    expect(await trySignIn(org.developer.email, password, '192.0.2.2')).toBe('TOO_MANY_ATTEMPTS')
    expect(await trySignIn(org.developer.email, password, '192.0.2.3')).toBe('signed in')
  })

  it('outlives Redis losing everything', async () => {
    const email = stranger()
    await failTimes(5, () => email)
    await redis.del(await redis.keys('throttle:sign-in:*'))
    expect(await trySignIn(email, password)).toBe('TOO_MANY_ATTEMPTS')
  })

  it('counts while Redis is away, with what was counted before', async () => {
    const email = stranger()
    await failTimes(3, () => email)
    redis.disconnect()
    await failTimes(2, () => email)
    expect(await trySignIn(email, password)).toBe('TOO_MANY_ATTEMPTS')
    await redis.connect()
  })

  it('keeps no e-mail and no address in Redis', async () => {
    const email = stranger()
    await failTimes(1, () => email, '192.0.2.4')
    const keys = await redis.keys('throttle:*')
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.filter((key) => key.includes('@') || key.includes('192.0.2'))).toEqual([])
  })
})

describe('throttling of mails with links', () => {
  it('sends ten to a person in an hour, and no more', async () => {
    const ctx = asOrgAdmin(org)
    const email = stranger()
    const roleIds = [gid('Role', builtInRoles.Operator.id)]
    const invited = await send(ctx, 'inviteUser', { email, name: 'Nina', locale: 'EN', roleIds }, 'member { id }')
    const { id: memberId } = invited.member as { id: string }
    const answers: string[] = []
    for (let index = 0; index < 11; index++) answers.push((await send(ctx, 'resetUserPassword', { memberId })).__typename)
    expect(answers).toEqual([...Array.from({ length: 9 }, () => 'ResetUserPasswordSuccess'), 'TooManyAttempts', 'TooManyAttempts'])
  })
})
