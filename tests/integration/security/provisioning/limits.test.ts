import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../../server/core/ids'
import { builtInRoles } from '../../../../server/core/permissions'
import { newToken } from '../../../../server/core/token'
import { authenticate } from '../../../../server/domains/security/use-cases/authenticate'
import { openSession } from '../../../../server/domains/security/use-cases/open-session'
import { suspendUser } from '../../../../server/domains/security/use-cases/suspend-user'
import { prisma } from '../../../../server/infra/db'
import { take } from '../../../../server/infra/rate-limit'
import { createOrganization, createUser, type TestOrganization } from '../../../setup/organization'
import { asAnonymous, asOrgAdmin } from '../../../setup/principals'
import { connect, ownDomain } from '../single-sign-on/set-up'
import { directoryAt, makeToken, rolesOf, startEndpoint, type Directory } from './directory'

let url: string
let org: TestOrganization
let domain: string
let directory: Directory
let stop: () => void
beforeAll(async () => {
  const endpoint = await startEndpoint()
  ;({ url, stop } = endpoint)
  org = await createOrganization()
  domain = await ownDomain(org)
  directory = directoryAt(url, await makeToken(org))
})
afterAll(() => stop())

const create = async (name: string, more: object = {}, as: Directory = directory) =>
  as('POST', '/Users', { userName: `${name}@${domain}`, ...more })
const setActive = (id: string, active: boolean) =>
  directory('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active } }] })
const memberOf = (of: TestOrganization, userId: string) =>
  prisma.membership.findUniqueOrThrow({ where: { organizationId_userId: { organizationId: of.id, userId } } })

/** A member of an organization with an address of the first one's domain. */
async function memberIn(of: TestOrganization, name: string, role: keyof typeof builtInRoles = 'Operator') {
  const user = await createUser(of.id, role)
  await prisma.user.update({ where: { id: user.id }, data: { email: `${name}@${domain}` } })
  return { ...user, memberId: (await memberOf(of, user.id)).id }
}

describe('who a directory is', () => {
  it('is told by a token alone: unknown, withdrawn and ended ones open nothing', async () => {
    for (const token of [
      newToken('gcr_'),
      'x',
      await makeToken(org, { revokedAt: new Date() }),
      await makeToken(org, { expiresAt: new Date(Date.now() - 1_000) }),
      `${await makeToken(org)}x`,
    ]) {
      const answer = await directoryAt(url, token)('GET', '/Users')
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      expect(answer.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' })
    }
    expect((await authenticate({ authorization: `Bearer ${await makeToken(org)}` })).actor.type, 'elsewhere it is nobody').toBe('anonymous')
  })

  it('waits when it asks too much, and says how long', async () => {
    const busy = await createOrganization()
    const asks = directoryAt(url, await makeToken(busy))
    expect((await asks('GET', '/Users')).status).toBe(200)
    take(`directory:${busy.id}`, { maximum: 300, restoreRate: 25 }, 10_000, true)
    const refused = await asks('GET', '/Users')
    expect(refused).toMatchObject({ status: 429, body: { status: '429' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await directory('GET', '/ServiceProviderConfig')).status, 'another organization is not kept waiting').toBe(200)
  })
})

describe('whom a directory reaches', () => {
  it('people of verified domains alone', async () => {
    const answer = await directory('POST', '/Users', { userName: 'a@elsewhere.example' })
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
    await prisma.emailDomain.create({ data: { organizationId: org.id, domain: 'unproved.example', createdAt: new Date() } })
    expect((await directory('POST', '/Users', { userName: 'a@unproved.example' })).status).toBe(400)
    const contractor = await memberOf(org, (await createUser(org.id, 'Operator')).id)
    for (const method of ['GET', 'DELETE']) expect((await directory(method, `/Users/${contractor.id}`)).status).toBe(404)
    expect((await setActive(contractor.id, false)).status).toBe(404)
  })

  it('nobody and nothing of another organization, and says the same of its ids as of ids of nobody', async () => {
    const other = await createOrganization()
    const theirs = directoryAt(url, await makeToken(other))
    const otherDomain = await ownDomain(other)
    const person = (await theirs('POST', '/Users', { userName: `p@${otherDomain}` })).body.id
    const group = (await theirs('POST', '/Groups', { displayName: 'Theirs', members: [{ value: person }] })).body.id
    const ask = async (kind: string, id: string) => {
      const operations = { Operations: [{ op: 'replace', path: 'displayName', value: 'x' }] }
      const answers = [
        await directory('GET', `/${kind}/${id}`),
        await directory('PATCH', `/${kind}/${id}`, operations),
        await directory('PUT', `/${kind}/${id}`, { userName: `p@${domain}`, displayName: 'x' }),
        await directory('DELETE', `/${kind}/${id}`),
      ]
      return answers.map(({ status, body }) => [status, body])
    }
    expect(await ask('Users', person)).toEqual(await ask('Users', newId()))
    expect(await ask('Groups', group)).toEqual(await ask('Groups', newId()))
    const foreign = await directory('POST', '/Groups', { displayName: 'Ours', members: [{ value: person }] })
    expect(foreign).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
    expect((await theirs('GET', `/Groups/${group}`)).body.members).toHaveLength(1)
  })

  it('a colleague who also belongs elsewhere, here alone', async () => {
    const other = await createOrganization()
    const shared = await memberIn(other, 'shared')
    const made = await create('shared', { displayName: 'Named by the directory' })
    expect(made.status).toBe(201)
    const here = await memberOf(org, shared.id)
    expect(here.acceptedAt, 'an account that others rely on accepts it itself').toBeNull()
    const session = await openSession(asAnonymous(), shared.id, other.id, 'PASSWORD')
    expect((await directory('DELETE', `/Users/${made.body.id}`)).status).toBe(204)
    expect(await memberOf(other, shared.id)).toMatchObject({ suspendedAt: null, name: shared.name })
    expect((await authenticate({ session: session.token })).organizationId).toBe(other.id)
    expect(await rolesOf(other, shared.id)).toEqual(['Operator'])
    const account = await prisma.user.findUniqueOrThrow({ where: { id: shared.id } })
    expect(account).toMatchObject({ status: 'ACTIVE', email: `shared@${domain}` })
    expect(account.name).not.toBe('Named by the directory')
  })
})

describe('what a directory cannot do', () => {
  it('shut out or give up the last administrator', async () => {
    const alone = await createOrganization()
    const aloneDomain = await ownDomain(alone)
    await prisma.user.update({ where: { id: alone.orgAdmin.id }, data: { email: `admin@${aloneDomain}` } })
    const theirs = directoryAt(url, await makeToken(alone))
    const { id } = await memberOf(alone, alone.orgAdmin.id)
    const out = await theirs('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', path: 'active', value: false }] })
    expect(out).toMatchObject({ status: 403, body: { detail: expect.stringContaining('last administrator') } })
    expect((await theirs('DELETE', `/Users/${id}`)).status).toBe(403)
    expect(await rolesOf(alone, alone.orgAdmin.id)).toEqual(['OrgAdmin'])
  })

  it('lift what an administrator decided: not by activating, not by giving up and making anew', async () => {
    const person = await memberIn(org, 'by-hand')
    await suspendUser(asOrgAdmin(org), { memberId: person.memberId, reason: 'x' })
    expect((await directory('GET', `/Users/${person.memberId}`)).body.active).toBe(false)
    expect((await setActive(person.memberId, true)).status).toBe(403)
    expect((await directory('DELETE', `/Users/${person.memberId}`)).status).toBe(204)
    expect((await create('by-hand')).status).toBe(403)
    expect((await memberOf(org, person.id)).suspendedAt).not.toBeNull()
  })

  it('change an address, or say what is no value', async () => {
    const { id } = (await create('stays')).body
    expect(await directory('PUT', `/Users/${id}`, { userName: `other@${domain}` })).toMatchObject({
      status: 400,
      body: { scimType: 'mutability' },
    })
    for (const [body, scimType] of [
      ['{', 'invalidSyntax'],
      [[], 'invalidSyntax'],
      [{ userName: 'no address' }, 'invalidValue'],
      [{}, 'invalidValue'],
      [{ userName: `x@${domain}`, active: 'maybe' }, 'invalidValue'],
    ] as const)
      expect(await directory('POST', '/Users', body)).toMatchObject({ status: 400, body: { scimType } })
    expect((await directory('GET', `/Users?filter=${encodeURIComponent('userName co "a"')}`)).body.scimType).toBe('invalidFilter')
    expect((await directory('GET', '/Users?count=many')).body.scimType).toBe('invalidValue')
    expect((await directory('POST', '/Users', { userName: `x@${domain}`, displayName: 'x'.repeat(200_000) })).status).toBe(413)
    expect((await directory('GET', '/Nothing')).status).toBe(404)
    expect((await directory('DELETE', '/Users')).status).toBe(405)
    expect((await directory('POST', '/Users', { userName: `x@${domain}` }, { 'content-type': 'text/plain' })).status).toBe(400)
  })
})

describe('what happens at once', () => {
  it('two equal requests make one person, and one of them is told so', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create('twin', { externalId: 'twin' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.scimType).toBe('uniqueness')
    expect(await prisma.user.count({ where: { email: `twin@${domain}` } })).toBe(1)
  })

  it('two equal requests make one group; another name at the directory is taken too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => directory('POST', '/Groups', { displayName: 'Twins', externalId: 'twins' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    const clash = await create('clash', { externalId: 'twin' })
    expect(clash).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect(await prisma.membership.count({ where: { organizationId: org.id, user: { email: `clash@${domain}` } } })).toBe(0)
  })

  it('a change made for an older state is refused', async () => {
    const made = await create('etag')
    const path = `/Users/${made.body.id}`
    const version = made.headers.get('etag') ?? ''
    expect(version).toBe(made.body.meta.version)
    expect((await directory('GET', path, undefined, { 'if-none-match': version })).status).toBe(304)
    const rename = (value: string) => ({ Operations: [{ op: 'replace', path: 'displayName', value }] })
    expect((await directory('PATCH', path, rename('A'), { 'if-match': version })).status).toBe(200)
    expect((await directory('PATCH', path, rename('B'), { 'if-match': version })).status).toBe(412)
    expect((await directory('DELETE', path, undefined, { 'if-match': version })).status).toBe(412)
    const group = await directory('POST', '/Groups', { displayName: 'With a version' })
    const [first, at] = [group.headers.get('etag') ?? '', `/Groups/${group.body.id}`]
    const both = await Promise.all(['C', 'D'].map((name) => directory('PATCH', at, rename(name), { 'if-match': first })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('shutting out', () => {
  it('ends the sessions here within a second, and needs no second time', async () => {
    const person = await memberIn(org, 'leaver')
    const session = await openSession(asAnonymous(), person.id, org.id, 'PASSWORD')
    expect((await authenticate({ session: session.token })).organizationId).toBe(org.id)
    expect((await setActive(person.memberId, false)).body.active).toBe(false)
    expect((await authenticate({ session: session.token })).actor.type).toBe('anonymous')
    const { suspendedAt } = await memberOf(org, person.id)
    expect((await setActive(person.memberId, false)).body.active).toBe(false)
    expect((await memberOf(org, person.id)).suspendedAt, 'the first is the one').toEqual(suspendedAt)
  })
})

describe('somebody new', () => {
  it('gets the role of whoever is new, or none; a link by mail where no provider lets them in', async () => {
    const { id } = (await create('plain')).body
    const { userId } = await prisma.membership.findUniqueOrThrow({ where: { id } })
    expect(await rolesOf(org, userId)).toEqual([])
    expect(await prisma.accountLink.count({ where: { userId, purpose: 'INVITATION', usedAt: null } })).toBe(1)
    const withProvider = await createOrganization()
    const itsDomain = await ownDomain(withProvider)
    await connect(withProvider, { issuer: 'https://idp.example' }, { newRoleId: builtInRoles.Host.id })
    const theirs = directoryAt(url, await makeToken(withProvider))
    const made = (await theirs('POST', '/Users', { userName: `new@${itsDomain}` })).body
    const member = await prisma.membership.findUniqueOrThrow({ where: { id: made.id } })
    expect(await rolesOf(withProvider, member.userId)).toEqual(['Host'])
    expect(await prisma.host.count({ where: { organizationId: withProvider.id, userId: member.userId } })).toBe(1)
    expect(await prisma.accountLink.count({ where: { userId: member.userId } })).toBe(0)
  })
})
