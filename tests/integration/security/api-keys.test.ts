import { beforeAll, describe, expect, it, vi } from 'vitest'
import { isApiKey, newApiKey } from '../../../server/core/api-key'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDeveloper, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let theirs: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  theirs = await createOrganization()
})

interface Key {
  id: string
  hint: string
  scopes: string[]
  expiresAt: string | null
  rotatedAt: string | null
}
interface Result {
  __typename: string
  key?: string
  apiKey?: Key
  replaced?: Key
  application?: { id: string; name: string; scopes: string[]; keys: Key[] }
}

const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'
const keyFields = 'id hint scopes expiresAt rotatedAt'
const documentOf = (field: string, shown: string) => {
  const type = field[0]?.toUpperCase() + field.slice(1)
  return `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown} } ${failures} } }`
}
const documents = {
  createApplication: documentOf('createApplication', `application { id name scopes keys { ${keyFields} } }`),
  updateApplication: documentOf('updateApplication', `application { id name scopes keys { ${keyFields} } }`),
  createApiKey: documentOf('createApiKey', `key apiKey { ${keyFields} }`),
  rotateApiKey: documentOf('rotateApiKey', `key apiKey { ${keyFields} } replaced { ${keyFields} }`),
  revokeApiKey: documentOf('revokeApiKey', `apiKey { ${keyFields} }`),
}
const send = async (ctx: Ctx, what: keyof typeof documents, input: object) =>
  (await dataOf<{ result: Result }>(ctx, documents[what], { input })).result

async function application(at: TestOrganization, scopes: string[] = ['appointment:read', 'pass:read']): Promise<string> {
  const { application: made } = await send(asOrgAdmin(at), 'createApplication', { name: 'Turnstiles', scopes })
  if (!made) throw new Error('The application was not made')
  return made.id
}

async function key(ctx: Ctx, applicationId: string, more: object = {}): Promise<{ id: string; key: string }> {
  const { key: shown, apiKey } = await send(ctx, 'createApiKey', { applicationId, scopes: ['appointment:read'], ...more })
  return { id: apiKey?.id ?? '', key: shown ?? '' }
}

const principalOf = (token: string, now?: Date) => authenticate({ authorization: `Bearer ${token}` }, now)
const lets = async (token: string, now?: Date) => (await principalOf(token, now)).actor.type === 'key'
const localOf = (id: string) => Buffer.from(id, 'base64url').toString('latin1').split(':')[1] ?? ''
const traces = (action: string, id: string) => prisma.auditLog.findMany({ where: { action, entityId: localOf(id) } })
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000)

describe('a key', () => {
  it('is shown once, kept as a hash, and does what it was made for', async () => {
    const ctx = asDeveloper(org)
    const applicationId = await application(org)
    const answer = await send(ctx, 'createApiKey', { applicationId, scopes: ['pass:read', 'pass:read'], expiresAt: later(1).toISOString() })
    expect(answer).toMatchObject({ __typename: 'CreateApiKeySuccess', apiKey: { scopes: ['pass:read'] } })
    const shown = answer.key ?? ''
    expect([isApiKey(shown), shown.startsWith('gc_live_'), shown.startsWith(answer.apiKey?.hint ?? '?')]).toEqual([true, true, true])
    expect(await principalOf(shown)).toMatchObject({
      organizationId: org.id,
      permissions: new Set(['pass:read']),
      ownPermissions: new Set(),
    })
    const id = answer.apiKey?.id ?? ''
    expect(JSON.stringify(await prisma.apiKey.findUnique({ where: { id: localOf(id) } }))).not.toContain(shown.slice(12))
    expect(await traces('api_key.create', id)).toMatchObject([{ actorId: org.developer.id, details: { scopes: ['pass:read'] } }])
    expect(JSON.stringify(await traces('api_key.create', id))).not.toContain(shown.slice(12))
  })

  it('of a sandbox says so', async () => {
    const sandbox = await createOrganization()
    await prisma.organization.update({ where: { id: sandbox.id }, data: { isSandbox: true } })
    expect((await key(asOrgAdmin(sandbox), await application(sandbox))).key).toMatch(/^gc_test_/)
  })

  it('with a mistake in it is refused without asking the database', async () => {
    const { key: shown } = await key(asDeveloper(org), await application(org))
    const asked = vi.spyOn(prisma.apiKey, 'findUnique')
    for (const wrong of [
      shown.slice(0, -1),
      `${shown}a`,
      shown.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
      'gc_live_'.padEnd(57, 'x'),
    ])
      expect(await lets(wrong)).toBe(false)
    expect(asked).not.toHaveBeenCalled()
    expect(await lets(newApiKey(false).key)).toBe(false)
    expect(asked).toHaveBeenCalledOnce()
    asked.mockRestore()
  })

  it('notes that it is used once in five minutes, however often it is', async () => {
    const made = await key(asDeveloper(org), await application(org))
    const lastUsed = async () => (await prisma.apiKey.findUniqueOrThrow({ where: { id: localOf(made.id) } })).lastUsedAt
    await Promise.all(Array.from({ length: 20 }, () => lets(made.key)))
    await expect.poll(lastUsed).not.toBeNull()
    const first = await lastUsed()
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(await lets(made.key)).toBe(true)
    expect(await lastUsed()).toEqual(first)
    await prisma.apiKey.update({ where: { id: localOf(made.id) }, data: { lastUsedAt: later(-1) } })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(await lets(made.key)).toBe(true)
    await expect.poll(async () => ((await lastUsed())?.getTime() ?? 0) > later(-1).getTime() + 60_000).toBe(true)
  })

  it('that was asked for twice with one idempotency key is one, and is shown once', async () => {
    const input = { applicationId: await application(org), scopes: ['pass:read'], idempotencyKey: newId() }
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(asDeveloper(org), 'createApiKey', input)))
    expect(new Set(answers.map(({ apiKey }) => apiKey?.id)).size).toBe(1)
    expect(answers.filter(({ key: shown }) => shown)).toHaveLength(1)
    expect(await send(asDeveloper(org), 'createApiKey', { ...input, scopes: ['appointment:read'] })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
  })

  it('is not made for the past, without scopes, or for an application of another organization', async () => {
    const [ctx, applicationId] = [asDeveloper(org), await application(org)]
    const base = { applicationId, scopes: ['pass:read'] }
    expect(await send(ctx, 'createApiKey', { ...base, expiresAt: later(-1).toISOString() })).toMatchObject({ path: ['input', 'expiresAt'] })
    expect(await send(ctx, 'createApiKey', { ...base, scopes: [] })).toMatchObject({ path: ['input', 'scopes'] })
    for (const id of [await application(theirs), gid('Application', newId()), 'nonsense'])
      expect(await send(ctx, 'createApiKey', { ...base, applicationId: id })).toMatchObject({ __typename: 'NotFound' })
  })
})

describe('scopes', () => {
  it('of an application are those that somebody who holds them has allowed', async () => {
    const refused = { __typename: 'ValidationFailed', path: ['input', 'scopes'] }
    expect(await send(asDeveloper(org), 'createApplication', { name: 'Mine', scopes: ['pass:read'] })).toMatchObject(refused)
    expect(await send(asDeveloper(org), 'createApplication', { name: 'Mine', scopes: [] })).toMatchObject({
      application: { scopes: [], keys: [] },
    })
    for (const scope of ['user:manage', 'platform:manage', 'application:manage', 'no:such'])
      expect(await send(asOrgAdmin(org), 'createApplication', { name: 'All', scopes: [scope] }), scope).toMatchObject(refused)
    const applicationId = await application(org)
    const change = (ctx: Ctx, scopes: string[]) => send(ctx, 'updateApplication', { applicationId, name: 'Turnstiles', scopes })
    expect(await change(asDeveloper(org), ['appointment:read', 'pass:read', 'visitor:reveal'])).toMatchObject(refused)
    expect(await change(asDeveloper(org), ['pass:read'])).toMatchObject({ application: { scopes: ['pass:read'] } })
    expect(await traces('application.update', applicationId)).toMatchObject([
      { details: { before: { scopes: ['appointment:read', 'pass:read'] }, after: { scopes: ['pass:read'] } } },
    ])
  })

  it('of a key are among those of its application, also when both change at once', async () => {
    const applicationId = await application(org)
    const refused = { __typename: 'ValidationFailed', fields: [{ message: expect.stringContaining('Scan at gates') as string }] }
    expect(await send(asOrgAdmin(org), 'createApiKey', { applicationId, scopes: ['scan:admit'] })).toMatchObject(refused)
    for (let round = 0; round < 5; round++) {
      await send(asOrgAdmin(org), 'updateApplication', { applicationId, name: 'x', scopes: ['appointment:read', 'pass:read'] })
      await Promise.all([
        send(asDeveloper(org), 'createApiKey', { applicationId, scopes: ['appointment:read', 'pass:read'] }),
        send(asDeveloper(org), 'updateApplication', { applicationId, name: 'x', scopes: ['pass:read'] }),
      ])
      const keys = await prisma.apiKey.findMany({ where: { applicationId: localOf(applicationId) } })
      expect(keys.filter(({ scopes }) => JSON.stringify(scopes).includes('appointment:read'))).toEqual([])
    }
  })

  it('that are taken from an application are gone from its keys at once', async () => {
    const applicationId = await application(org)
    const { key: shown } = await key(asDeveloper(org), applicationId, { scopes: ['appointment:read', 'pass:read'] })
    expect((await principalOf(shown)).permissions).toEqual(new Set(['appointment:read', 'pass:read']))
    await send(asDeveloper(org), 'updateApplication', { applicationId, name: 'x', scopes: ['pass:read'] })
    expect((await principalOf(shown)).permissions).toEqual(new Set(['pass:read']))
  })
})

describe('a key that is replaced', () => {
  it('works on beside the new one until the chosen time and then stops', async () => {
    const ctx = asDeveloper(org)
    const old = await key(ctx, await application(org), { expiresAt: later(24 * 30).toISOString() })
    const answer = await send(ctx, 'rotateApiKey', { apiKeyId: old.id, overlapHours: 24 })
    expect(answer).toMatchObject({ __typename: 'RotateApiKeySuccess', apiKey: { scopes: ['appointment:read'], rotatedAt: null } })
    const ends = Date.parse(answer.replaced?.expiresAt ?? '')
    expect(Math.abs(ends - later(24).getTime())).toBeLessThan(5_000)
    expect(Math.abs(Date.parse(answer.apiKey?.expiresAt ?? '') - later(24 * 30).getTime())).toBeLessThan(10_000)
    expect([await lets(old.key), await lets(answer.key ?? '')]).toEqual([true, true])
    await prisma.apiKey.update({ where: { id: localOf(old.id) }, data: { expiresAt: new Date() } })
    await expect.poll(() => lets(old.key), { timeout: 1_500 }).toBe(false)
    expect(await lets(answer.key ?? '')).toBe(true)
    expect(await traces('api_key.rotate', old.id)).toMatchObject([{ details: { successor: localOf(answer.apiKey?.id ?? '') } }])
  })

  it('stops at once where no overlap is asked for, and never works longer than it would have', async () => {
    const [ctx, applicationId] = [asDeveloper(org), await application(org)]
    const old = await key(ctx, applicationId)
    expect(await lets(old.key)).toBe(true)
    await send(ctx, 'rotateApiKey', { apiKeyId: old.id, overlapHours: 0 })
    expect(await lets(old.key)).toBe(false)
    const short = await key(ctx, applicationId, { expiresAt: later(2).toISOString() })
    const { replaced } = await send(ctx, 'rotateApiKey', { apiKeyId: short.id, overlapHours: 168 })
    expect(Math.abs(Date.parse(replaced?.expiresAt ?? '') - later(2).getTime())).toBeLessThan(5_000)
  })

  it('is replaced once by any number who try, and works for seven more days at most', async () => {
    const ctx = asDeveloper(org)
    const old = await key(ctx, await application(org))
    for (const overlapHours of [-1, 169])
      expect(await send(ctx, 'rotateApiKey', { apiKeyId: old.id, overlapHours })).toMatchObject({ path: ['input', 'overlapHours'] })
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(ctx, 'rotateApiKey', { apiKeyId: old.id, overlapHours: 1 })))
    expect(answers.filter(({ __typename }) => __typename === 'RotateApiKeySuccess')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'ValidationFailed')).toHaveLength(7)
  })
})

describe('a key that is revoked', () => {
  it('is out at once, leaves one trace, and cannot be revoked or replaced again', async () => {
    const ctx = asDeveloper(org)
    const made = await key(ctx, await application(org))
    expect(await lets(made.key)).toBe(true)
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(ctx, 'revokeApiKey', { apiKeyId: made.id })))
    expect(answers.filter(({ __typename }) => __typename === 'RevokeApiKeySuccess')).toHaveLength(1)
    expect(await lets(made.key)).toBe(false)
    expect(await traces('api_key.revoke', made.id)).toHaveLength(1)
    expect(await send(ctx, 'rotateApiKey', { apiKeyId: made.id, overlapHours: 1 })).toMatchObject({ __typename: 'ValidationFailed' })
  })

  it('is never one of another organization', async () => {
    const foreign = await key(asDeveloper(theirs), await application(theirs))
    for (const apiKeyId of [foreign.id, gid('ApiKey', newId()), 'nonsense']) {
      expect(await send(asDeveloper(org), 'revokeApiKey', { apiKeyId })).toMatchObject({ __typename: 'NotFound' })
      expect(await send(asDeveloper(org), 'rotateApiKey', { apiKeyId, overlapHours: 1 })).toMatchObject({ __typename: 'NotFound' })
    }
    expect(await lets(foreign.key)).toBe(true)
  })
})

it('applications and keys are for those alone who may manage them', async () => {
  const applicationId = await application(org)
  for (const ctx of [asOperator(org), asHost(org), asSecurityOfficer(org), await asApiKey(org)]) {
    for (const document of ['{ applications { id } }', '{ grantableScopes }'])
      expect((await call(ctx, document)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const { errors } = await call(ctx, documents.createApiKey, { input: { applicationId, scopes: ['pass:read'] } })
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  }
})
