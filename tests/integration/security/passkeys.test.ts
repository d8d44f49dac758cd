import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { makeChallenge, takeChallenge } from '../../../server/domains/security/use-cases/passkey-challenges'
import { askForPasskey, provePasskey } from '../../../server/domains/security/use-cases/prove-passkey'
import { registerPasskey, startPasskey } from '../../../server/domains/security/use-cases/register-passkey'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asAnonymous } from '../../setup/principals'
import { dataOf, gid } from '../api/graphql-call'
import { inSession, send } from './sessions-of-people'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const now = () => new Date()

async function giveFactor(userId: string, name: string): Promise<string> {
  const [id, bytes] = [newId(), new Uint8Array(32)]
  crypto.getRandomValues(bytes)
  const keys = { credentialHash: bytes, credentialId: bytes, publicKey: bytes, counter: 0 }
  await prisma.passkey.create({ data: { id, userId, name, createdAt: now(), ...keys } })
  return id
}

describe('a challenge', () => {
  it('is used once, by the browser that has its token, in time, and for what it was made for', async () => {
    const ctx = asAnonymous()
    const { token, challenge } = await makeChallenge(ctx, null)
    expect(await takeChallenge(ctx, undefined, null)).toBeNull()
    expect(await takeChallenge(ctx, `${token}x`, null)).toBeNull()
    expect(await takeChallenge(ctx, token, org.operator.id)).toBeNull()
    expect(await takeChallenge(asAnonymous({ now: () => new Date(Date.now() + 301_000) }), token, null)).toBeNull()
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeChallenge(ctx, token, null)))
    expect(taken.filter((each) => each !== null)).toEqual([challenge])
  })

  it('of one person is of no use to another', async () => {
    const [mine, theirs] = [await inSession(org.operator, org.id, now), await inSession(org.developer, org.id, now)]
    const asked = await startPasskey(mine)
    if (isFailure(asked)) throw new Error(asked.code)
    const input = { name: 'Key', response: '{}' }
    expect(await registerPasskey(theirs, input, asked.token)).toMatchObject({ failure: 'ValidationFailed' })
    expect(await prisma.passkeyChallenge.count({ where: { userId: org.operator.id } })).toBe(1)
    expect(await registerPasskey(mine, input, asked.token)).toMatchObject({ failure: 'ValidationFailed' })
    expect(await prisma.passkeyChallenge.count({ where: { userId: org.operator.id } })).toBe(0)
  })

  it.each(['', 'no JSON', '{}', '{"id":"a","rawId":"a","type":"public-key","response":{},"clientExtensionResults":{}}'])(
    'is not answered by %j',
    async (response) => {
      const asked = await askForPasskey(asAnonymous())
      if (isFailure(asked)) throw new Error(asked.code)
      expect(await provePasskey(asAnonymous(), response, asked.token)).toBeNull()
    },
  )

  it('is given to an address a hundred times in a quarter of an hour', async () => {
    const ctx = { ...asAnonymous(), request: { ip: '192.0.2.50', userAgent: null } }
    for (let index = 0; index < 100; index++) expect(isFailure(await askForPasskey(ctx))).toBe(false)
    expect(await askForPasskey(ctx)).toMatchObject({ failure: 'TooManyAttempts' })
  })
})

describe('one’s own passkeys', () => {
  const list = '{ accountSecurity { passkeys { id name lastUsedAt } } }'
  const remove = (ctx: Parameters<typeof send>[0], id: string) => send(ctx, 'removePasskey', { passkeyId: gid('Passkey', id) })

  it('are listed and removed by their owner, each once, and by nobody else', async () => {
    const user = await createUser(org.id, 'Operator')
    const [first, second] = [await giveFactor(user.id, 'One'), await giveFactor(user.id, 'Two')]
    const [mine, theirs] = [await inSession(user, org.id, now), await inSession(org.operator, org.id, now)]
    const shown = [first, second].map((id, index) => ({ id: gid('Passkey', id), name: ['One', 'Two'][index], lastUsedAt: null }))
    expect(await dataOf(mine, list)).toEqual({ accountSecurity: { passkeys: shown } })
    expect(await dataOf(theirs, list)).toEqual({ accountSecurity: { passkeys: [] } })
    expect(await remove(theirs, first)).toMatchObject({ __typename: 'NotFound' })
    const old = await inSession(user, org.id, now, new Date(Date.now() - 3_600_000))
    expect(await remove(old, first)).toMatchObject({ __typename: 'ConfirmationRequired' })
    const answers = await Promise.all(Array.from({ length: 3 }, () => remove(mine, first)))
    expect(answers.filter(({ __typename }) => __typename === 'RemovePasskeySuccess')).toHaveLength(1)
    const rows = await prisma.auditLog.findMany({ where: { entityId: user.id } })
    expect(rows).toMatchObject([{ action: 'passkey.remove', actorId: user.id }])
  })

  it('leave the last one where the organization asks for a second factor', async () => {
    const strict = await createOrganization()
    await prisma.securityPolicy.create({
      data: { organizationId: strict.id, passwordMinimum: 12, secondFactor: 'EVERYBODY', updatedAt: now() },
    })
    const user = await createUser(strict.id, 'Operator')
    const [first, last] = [await giveFactor(user.id, 'One'), await giveFactor(user.id, 'Two')]
    const mine = await inSession(user, strict.id, now)
    expect(await remove(mine, first)).toMatchObject({ __typename: 'RemovePasskeySuccess' })
    expect(await remove(mine, last)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await prisma.passkey.count({ where: { userId: user.id } })).toBe(1)
  })
})
