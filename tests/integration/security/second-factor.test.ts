import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asAnonymous, asApiKey } from '../../setup/principals'
import { call, dataOf } from '../api/graphql-call'
import { codeAt } from './authenticator-code'
import { inSession, send } from './sessions-of-people'

const password = 'a password of the tests'
const minute = 60_000
let org: TestOrganization
let passwordHash: string
let clock = Date.now()
const now = () => new Date(clock)
beforeAll(async () => {
  org = await createOrganization()
  passwordHash = await hash(password)
})

async function newPerson(): Promise<TestUser> {
  const user = await createUser(org.id, 'Operator')
  await prisma.user.update({ where: { id: user.id }, data: { passwordHash } })
  return user
}

/** A person with an authenticator app. */
async function enrolled() {
  const user = await newPerson()
  const ctx = await inSession(user, org.id, now)
  const { secret } = await send(ctx, 'startTotp', null, 'secret uri')
  const answer = await send(ctx, 'confirmTotp', { code: codeAt(String(secret), clock) }, 'recoveryCodes')
  return { user, ctx, secret: String(secret), recoveryCodes: answer.recoveryCodes as string[] }
}

/** `signed in`, or the code of the failure. */
async function trySignIn({ email }: TestUser, oneTimeCode?: string): Promise<string> {
  const answer = await signIn(asAnonymous({ now }), { email, password, oneTimeCode: oneTimeCode ?? null })
  return isFailure(answer) ? answer.code : 'signed in'
}

const actionsOn = async (userId: string) =>
  (await prisma.auditLog.findMany({ where: { entityId: userId }, orderBy: { id: 'asc' } })).map(({ action }) => action)
const noticesOf = async (userId: string) =>
  (await prisma.accountNotice.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ change }) => change)

describe('enrolling an authenticator app', () => {
  it('asks for nothing at sign-in until a code confirms it, then for a code', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    const { secret, uri } = await send(ctx, 'startTotp', null, 'secret uri')
    expect(String(uri)).toContain(`secret=${String(secret)}`)
    expect(await trySignIn(user)).toBe('signed in')
    expect(await send(ctx, 'confirmTotp', { code: '000000' })).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'code'] })
    const answer = await send(ctx, 'confirmTotp', { code: codeAt(String(secret), clock) }, 'recoveryCodes')
    expect(new Set(answer.recoveryCodes as string[]).size).toBe(10)
    expect(await trySignIn(user)).toBe('SECOND_FACTOR_REQUIRED')
    expect(await actionsOn(user.id)).toEqual(['second_factor.enable'])
    expect(await noticesOf(user.id)).toEqual(['TOTP_ENABLED'])
  })

  it('keeps the seed sealed in its place, and of recovery codes only hashes', async () => {
    const { user, secret, recoveryCodes } = await enrolled()
    const other = await enrolled()
    const { seed } = await prisma.totpFactor.findUniqueOrThrow({ where: { userId: user.id } })
    expect(Buffer.from(seed).toString('latin1')).not.toContain(secret)
    await prisma.totpFactor.update({ where: { userId: other.user.id }, data: { seed } })
    clock += minute
    await expect(trySignIn(other.user, codeAt(secret, clock))).rejects.toThrow('sealed')
    const rows = await prisma.recoveryCode.findMany({ where: { userId: user.id } })
    expect(rows).toHaveLength(10)
    for (const code of recoveryCodes)
      expect(JSON.stringify(rows.map((row) => Buffer.from(row.codeHash).toString('latin1')))).not.toContain(code)
  })

  it('offers a new seed in place of one that was not confirmed, never of one in use', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    const [first, second] = [await send(ctx, 'startTotp', null, 'secret'), await send(ctx, 'startTotp', null, 'secret')]
    expect(await send(ctx, 'confirmTotp', { code: codeAt(String(first.secret), clock) })).toMatchObject({ __typename: 'ValidationFailed' })
    const code = codeAt(String(second.secret), clock)
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(ctx, 'confirmTotp', { code })))
    expect(answers.filter(({ __typename }) => __typename === 'ConfirmTotpSuccess')).toHaveLength(1)
    expect(await send(ctx, 'startTotp', null)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await prisma.recoveryCode.count({ where: { userId: user.id } })).toBe(10)
  })

  it('is nothing for keys and for nobody', async () => {
    for (const ctx of [await asApiKey(org), asAnonymous()])
      expect((await call(ctx, 'mutation { startTotp { __typename } }')).errors).toHaveLength(1)
    expect((await call(asAnonymous(), '{ accountSecurity { recoveryCodesLeft } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
  })
})

describe('signing in with a one-time code', () => {
  it('takes each code once, and none of an earlier step after it', async () => {
    const { user, secret } = await enrolled()
    expect(await trySignIn(user, codeAt(secret, clock))).toBe('SECOND_FACTOR_REQUIRED')
    clock += minute
    const code = codeAt(secret, clock)
    const tries = await Promise.all(Array.from({ length: 4 }, () => trySignIn(user, code)))
    expect(tries.toSorted()).toEqual(['SECOND_FACTOR_REQUIRED', 'SECOND_FACTOR_REQUIRED', 'SECOND_FACTOR_REQUIRED', 'signed in'])
    expect(await trySignIn(user, codeAt(secret, clock - minute / 2))).toBe('SECOND_FACTOR_REQUIRED')
  })

  it('takes a code of the neighbouring steps, not of others', async () => {
    for (const [drift, expected] of [
      [-30_000, 'signed in'],
      [30_000, 'signed in'],
      [-90_000, 'SECOND_FACTOR_REQUIRED'],
      [90_000, 'SECOND_FACTOR_REQUIRED'],
    ] as const) {
      const { user, secret } = await enrolled()
      clock += 3 * minute
      expect([drift, await trySignIn(user, codeAt(secret, clock + drift))]).toEqual([drift, expected])
    }
  })

  it('takes each recovery code once, however it is typed, and says so', async () => {
    const { user, recoveryCodes, ctx } = await enrolled()
    const [code = ''] = recoveryCodes
    const tries = await Promise.all([code, code.toUpperCase(), code.replaceAll('-', ' ')].map((typed) => trySignIn(user, typed)))
    expect(tries.toSorted()).toEqual(['SECOND_FACTOR_REQUIRED', 'SECOND_FACTOR_REQUIRED', 'signed in'])
    expect(await dataOf(ctx, '{ accountSecurity { recoveryCodesLeft } }')).toEqual({ accountSecurity: { recoveryCodesLeft: 9 } })
    expect(await actionsOn(user.id)).toContain('second_factor.use_recovery_code')
    expect(await noticesOf(user.id)).toContain('RECOVERY_CODE_USED')
    const stranger = await enrolled()
    expect(await trySignIn(stranger.user, recoveryCodes[1])).toBe('SECOND_FACTOR_REQUIRED')
  })

  it('counts wrong codes as wrong passwords: after five the account waits', async () => {
    const { user, secret } = await enrolled()
    clock += minute
    for (let index = 0; index < 5; index++) expect(await trySignIn(user, '000000')).toBe('SECOND_FACTOR_REQUIRED')
    expect(await trySignIn(user, codeAt(secret, clock))).toBe('TOO_MANY_ATTEMPTS')
  })
})

describe('turning it off', () => {
  it('needs a code of now, once, and ends the recovery codes', async () => {
    const { user, ctx, secret, recoveryCodes } = await enrolled()
    expect(await send(ctx, 'disableTotp', { oneTimeCode: codeAt(secret, clock) })).toMatchObject({ __typename: 'SecondFactorRequired' })
    clock += minute
    const oneTimeCode = codeAt(secret, clock)
    const answers = await Promise.all(Array.from({ length: 3 }, () => send(ctx, 'disableTotp', { oneTimeCode })))
    expect(answers.filter(({ __typename }) => __typename === 'DisableTotpSuccess')).toHaveLength(1)
    expect(await trySignIn(user, recoveryCodes[0])).toBe('signed in')
    expect(await prisma.recoveryCode.count({ where: { userId: user.id } })).toBe(0)
    expect(await actionsOn(user.id)).toEqual(['second_factor.enable', 'second_factor.disable'])
  })
})

describe('what is dangerous', () => {
  it('needs a recent proof: the password, and the second factor of whoever has one', async () => {
    const { user, secret } = await enrolled()
    clock += 20 * minute
    const old = await inSession(user, org.id, now, new Date(clock - 11 * minute))
    expect(await send(old, 'renewRecoveryCodes', null)).toMatchObject({ __typename: 'ConfirmationRequired' })
    expect(await send(old, 'confirmIdentity', { password: 'wrong' })).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await send(old, 'confirmIdentity', { password })).toMatchObject({ __typename: 'SecondFactorRequired' })
    const proof = { password, oneTimeCode: codeAt(secret, clock) }
    expect(await send(old, 'confirmIdentity', proof)).toMatchObject({ __typename: 'ConfirmIdentitySuccess' })
    expect(await send(old, 'confirmIdentity', proof)).toMatchObject({ __typename: 'SecondFactorRequired' })
    const { recoveryCodes } = await send(old, 'renewRecoveryCodes', null, 'recoveryCodes')
    expect(recoveryCodes).toHaveLength(10)
    clock += 11 * minute
    expect(await send(old, 'renewRecoveryCodes', null)).toMatchObject({ __typename: 'ConfirmationRequired' })
  })

  it('is open to a session that has just been opened, and new recovery codes end the old ones', async () => {
    const { user, ctx, recoveryCodes } = await enrolled()
    const answer = await send(ctx, 'renewRecoveryCodes', null, 'recoveryCodes')
    expect(await trySignIn(user, recoveryCodes[0])).toBe('SECOND_FACTOR_REQUIRED')
    expect(await trySignIn(user, (answer.recoveryCodes as string[])[0])).toBe('signed in')
  })

  it('refuses codes to whoever has no second factor', async () => {
    const ctx = await inSession(await newPerson(), org.id, now)
    expect(await send(ctx, 'renewRecoveryCodes', null)).toMatchObject({ __typename: 'ValidationFailed' })
  })

  it('is as dangerous for a platform administrator, whom the platform’s own log tells of', async () => {
    const admin = await createUser(null, 'PlatformAdmin')
    const ctx = await inSession(admin, null, now)
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    expect(await send(ctx, 'confirmTotp', { code: codeAt(String(secret), clock) })).toMatchObject({ __typename: 'ConfirmTotpSuccess' })
    expect(await prisma.auditLog.findMany({ where: { entityId: admin.id } })).toMatchObject([
      { action: 'second_factor.enable', organizationId: null, actorId: admin.id },
    ])
  })

  it('knows nothing of a session that has ended', async () => {
    const ctx = await inSession(await newPerson(), org.id, now)
    await prisma.session.deleteMany({ where: { id: ctx.actor.type === 'user' ? ctx.actor.sessionId : newId() } })
    expect(await send(ctx, 'startTotp', null)).toMatchObject({ __typename: 'ConfirmationRequired' })
  })
})
