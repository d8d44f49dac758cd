import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../../setup/organization'
import { ownDomain } from '../single-sign-on/set-up'
import { directoryAt, makeToken, startEndpoint, type Directory } from './directory'

let org: TestOrganization
let domain: string
let okta: Directory
let stop: () => void
beforeAll(async () => {
  org = await createOrganization()
  domain = await ownDomain(org)
  const endpoint = await startEndpoint()
  stop = endpoint.stop
  okta = directoryAt(endpoint.url, await makeToken(org))
})
afterAll(() => stop())

/** As Okta's reference has it. */
const newUser = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@${domain}`,
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: `${name}@${domain}`, type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: `00u${name}`,
  groups: [],
  password: '1mz050nq',
  active: true,
})

describe('Okta', () => {
  it('makes somebody, replaces the whole resource, shuts them out and lets them in again', async () => {
    const made = await okta('POST', '/Users', newUser('a'))
    expect(made.status).toBe(201)
    const { id } = made.body
    expect(JSON.stringify(made.body)).not.toContain('1mz050nq')
    const replaced = await okta('PUT', `/Users/${id}`, {
      ...made.body,
      name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' },
      displayName: 'Another User',
    })
    expect(replaced).toMatchObject({ status: 200, body: { id, displayName: 'Another User', name: { givenName: 'Another' } } })
    const out = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', value: { active: false } }] }
    expect((await okta('PATCH', `/Users/${id}`, out)).body.active).toBe(false)
    const membership = await prisma.membership.findUniqueOrThrow({ where: { id } })
    expect(membership.suspendedAt).not.toBeNull()
    expect((await okta('PUT', `/Users/${id}`, { ...replaced.body, active: true })).body.active).toBe(true)
  })

  it('imports people page by page: those of the verified domains, whoever made them', async () => {
    const colleague = await createUser(org.id, 'Operator')
    await prisma.user.update({ where: { id: colleague.id }, data: { email: `colleague@${domain}` } })
    await createUser(org.id, 'Operator')
    for (const name of ['b', 'c']) await okta('POST', '/Users', newUser(name))
    const all = (await okta('GET', '/Users?startIndex=1&count=100')).body
    expect(all.totalResults).toBe(all.Resources.length)
    const names = all.Resources.map((each: { userName: string }) => each.userName)
    expect(names).toContain(`colleague@${domain}`)
    expect(names.every((name: string) => name.endsWith(`@${domain}`))).toBe(true)
    const pages = await Promise.all([1, 2, 3, 4].map((startIndex) => okta('GET', `/Users?startIndex=${startIndex}&count=1`)))
    expect(pages.map(({ body }) => body.Resources[0]?.userName)).toEqual(names.slice(0, 4))
    expect((await okta('GET', '/Users?count=0')).body).toMatchObject({ totalResults: all.totalResults, itemsPerPage: 0, Resources: [] })
    expect((await okta('GET', '/Users?startIndex=-5&count=1')).body).toMatchObject({ startIndex: 1, itemsPerPage: 1 })
    const active = await okta('GET', `/Users?filter=${encodeURIComponent('active eq false')}`)
    expect(active.body.totalResults).toBe(0)
    expect((await okta('GET', '/Users?attributes=userName&count=1')).body.Resources[0]).not.toHaveProperty('displayName')
  })

  it('pushes a group: makes it, adds and takes members by path, renames it without a path', async () => {
    const [one, two] = [(await okta('POST', '/Users', newUser('d'))).body.id, (await okta('POST', '/Users', newUser('e'))).body.id]
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
    const made = await okta('POST', '/Groups', { schemas, displayName: 'Test SCIMv2', members: [{ value: one, display: 'x' }] })
    const { id } = made.body
    expect(made.body.members).toHaveLength(1)
    const change = await okta('PATCH', `/Groups/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [
        { op: 'remove', path: `members[value eq "${one}"]` },
        { op: 'add', path: 'members', value: [{ value: two, display: 'e' }] },
      ],
    })
    expect(change.body.members).toMatchObject([{ value: two }])
    const renamed = await okta('PATCH', `/Groups/${id}`, { Operations: [{ op: 'replace', value: { id, displayName: 'Renamed' } }] })
    expect(renamed.body).toMatchObject({ displayName: 'Renamed', members: [{ value: two }] })
    const put = await okta('PUT', `/Groups/${id}`, { schemas, id, displayName: 'Renamed', members: [{ value: one }, { value: two }] })
    expect(put.body.members).toHaveLength(2)
  })
})
