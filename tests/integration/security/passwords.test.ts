import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { signIn } from '../../../server/domains/security/use-cases/sign-in'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asAnonymous } from '../../setup/principals'
import { codeAt } from './authenticator-code'
import { inSession, send } from './sessions-of-people'

const [oldPassword, newPassword] = ['the old password', 'the new password']
let org: TestOrganization
let passwordHash: string
beforeAll(async () => {
  org = await createOrganization()
  passwordHash = await hash(oldPassword)
})

const now = () => new Date()

async function newPerson(): Promise<TestUser> {
  const user = await createUser(org.id, 'Operator')
  await prisma.user.update({ where: { id: user.id }, data: { passwordHash } })
  return user
}

const comesInWith = async ({ email }: TestUser, password: string) => !isFailure(await signIn(asAnonymous(), { email, password }))

describe('changing one’s own password', () => {
  it('takes the old one, ends every other session, and is audited and told', async () => {
    const [user, colleague] = [await newPerson(), await newPerson()]
    const mine = await inSession(user, org.id, now)
    await inSession(user, org.id, now)
    await inSession(user, null, now)
    await inSession(colleague, org.id, now)
    const answer = await send(mine, 'changePassword', { oldPassword, newPassword }, 'endedSessions')
    expect(answer).toMatchObject({ __typename: 'ChangePasswordSuccess', endedSessions: 2 })
    expect(await prisma.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(1)
    expect(await prisma.session.count({ where: { userId: colleague.id, revokedAt: null } })).toBe(1)
    expect([await comesInWith(user, oldPassword), await comesInWith(user, newPassword)]).toEqual([false, true])
    expect(await prisma.auditLog.count({ where: { entityId: user.id, action: 'user.change_password', actorId: user.id } })).toBe(1)
    expect(await prisma.accountNotice.findMany({ where: { userId: user.id } })).toMatchObject([{ change: 'PASSWORD_CHANGED' }])
  })

  it('is refused with a wrong old one, and waits after five', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    for (let index = 0; index < 5; index++)
      expect(await send(ctx, 'changePassword', { oldPassword: 'wrong', newPassword })).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await send(ctx, 'changePassword', { oldPassword, newPassword })).toMatchObject({ __typename: 'TooManyAttempts' })
  })

  it('happens once where several ask at once', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    const wanted = Array.from({ length: 3 }, (_, index) => ({ oldPassword, newPassword: `${newPassword} ${index}` }))
    const answers = await Promise.all(wanted.map((input) => send(ctx, 'changePassword', input)))
    expect(answers.filter(({ __typename }) => __typename === 'ChangePasswordSuccess')).toHaveLength(1)
  })

  it('withdraws the links that were mailed to set another', async () => {
    const user = await newPerson()
    const link = { id: user.id, organizationId: org.id, userId: user.id, purpose: 'PASSWORD_RESET' as const }
    const expiresAt = new Date(Date.now() + 60_000)
    await prisma.accountLink.create({ data: { ...link, tokenHash: new Uint8Array(32).fill(7), createdAt: now(), expiresAt } })
    await send(await inSession(user, org.id, now), 'changePassword', { oldPassword, newPassword })
    expect((await prisma.accountLink.findUniqueOrThrow({ where: { id: user.id } })).usedAt).not.toBeNull()
  })

  it('asks whoever has a second factor for a recent proof', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    const { secret } = await send(ctx, 'startTotp', null, 'secret')
    await send(ctx, 'confirmTotp', { code: codeAt(String(secret), Date.now()) })
    const old = await inSession(user, org.id, now, new Date(Date.now() - 3_600_000))
    expect(await send(old, 'changePassword', { oldPassword, newPassword })).toMatchObject({ __typename: 'ConfirmationRequired' })
  })

  it('takes none shorter than the strictest of the person’s organizations asks', async () => {
    const user = await newPerson()
    const ctx = await inSession(user, org.id, now)
    let old = oldPassword
    const short = async (text: string) => {
      const { __typename } = await send(ctx, 'changePassword', { oldPassword: old, newPassword: text })
      if (__typename === 'ChangePasswordSuccess') old = text
      return __typename
    }
    expect(await short('eleven-char')).toBe('ValidationFailed')
    const strict = await createOrganization()
    const membership = { organizationId: strict.id, userId: user.id, name: 'N', createdAt: now() }
    await prisma.membership.create({ data: { id: strict.id, ...membership } })
    await prisma.securityPolicy.create({
      data: { organizationId: strict.id, passwordMinimum: 20, secondFactor: 'OPTIONAL', updatedAt: now() },
    })
    // Who has only been invited there is asked for nothing: anybody can invite anybody.
    expect(await short('eighteen character')).toBe('ChangePasswordSuccess')
    await prisma.membership.update({ where: { id: strict.id }, data: { acceptedAt: now() } })
    expect(await short('nineteen characters')).toBe('ValidationFailed')
    expect(await short('twenty characters ok')).toBe('ChangePasswordSuccess')
  })
})
