import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../../setup/organization'
import { ownDomain } from '../single-sign-on/set-up'
import { actionsOf, directoryAt, makeToken, startEndpoint, type Directory } from './directory'

let org: TestOrganization
let domain: string
let entra: Directory
let stop: () => void
beforeAll(async () => {
  org = await createOrganization()
  domain = await ownDomain(org)
  const endpoint = await startEndpoint()
  stop = endpoint.stop
  entra = directoryAt(endpoint.url, await makeToken(org))
})
afterAll(() => stop())

/** As Microsoft's reference has it. */
const newUser = (userName: string, externalId: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  externalId,
  userName,
  active: true,
  displayName: 'Test User',
  emails: [{ primary: true, type: 'work', value: 'Test_User@fabrikam.example' }],
  meta: { resourceType: 'User' },
  name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
  roles: [],
})

const patch = (...Operations: object[]) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })

describe('Microsoft Entra ID', () => {
  it('looks somebody up, makes, reads, changes, shuts out and gives them up', async () => {
    const userName = `Test_User_${randomUUID()}@${domain}`
    const where = `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`
    expect((await entra('GET', where)).body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
    const made = await entra('POST', '/Users', newUser(userName, 'jyoung'))
    expect(made.status).toBe(201)
    expect(made.headers.get('content-type')).toContain('application/scim+json')
    expect(made.body).toMatchObject({
      userName: userName.toLowerCase(),
      externalId: 'jyoung',
      active: true,
      displayName: 'Test User',
      name: { givenName: 'givenName', familyName: 'familyName' },
    })
    const { id } = made.body
    expect(made.headers.get('location')).toMatch(new RegExp(`/api/scim/v2/Users/${id}$`))
    expect((await entra('GET', where)).body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
    expect((await entra('GET', `/Users?filter=${encodeURIComponent('externalId eq "jyoung"')}`)).body.totalResults).toBe(1)

    const renamed = patch(
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.example' },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Sales' },
    )
    const changed = await entra('PATCH', `/Users/${id}`, renamed)
    expect(changed).toMatchObject({
      status: 200,
      body: { displayName: 'givenName updatedFamilyName', emails: [{ value: userName.toLowerCase() }] },
    })

    const out = await entra('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
    expect(out.body).toMatchObject({ active: false })
    expect((await entra('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'True' }))).body.active).toBe(true)
    expect((await entra('DELETE', `/Users/${id}`)).status).toBe(204)
    expect((await entra('GET', `/Users/${id}`)).status).toBe(404)
    expect((await entra('DELETE', `/Users/${id}`)).status).toBe(404)
    expect((await entra('GET', where)).body.totalResults).toBe(0)
    expect(await actionsOf(org)).toEqual(['user.provision', 'user.update_by_directory', 'user.suspend', 'user.restore', 'user.deprovision'])

    const again = await entra('POST', '/Users', newUser(userName, 'jyoung'))
    expect(again, 'who was given up may come anew').toMatchObject({ status: 201, body: { id, active: true } })
  })

  it('makes a group, looks it up without its members, adds and takes members', async () => {
    const one = (await entra('POST', '/Users', newUser(`one@${domain}`, 'one'))).body.id
    const displayName = 'Group of Entra'
    const made = await entra('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group', 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName,
      meta: { resourceType: 'Group' },
    })
    expect(made).toMatchObject({ status: 201, body: { displayName, members: [] } })
    const { id } = made.body
    const found = await entra('GET', `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`)
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
    expect(found.body.Resources[0]).not.toHaveProperty('members')

    const add = patch({ op: 'Add', path: 'members', value: [{ $ref: null, value: one }] })
    expect((await entra('PATCH', `/Groups/${id}`, add)).body.members).toMatchObject([{ value: one, display: 'Test User' }])
    expect((await entra('GET', `/Users/${one}`)).body.groups).toMatchObject([{ value: id, display: displayName }])
    const take = patch({ op: 'Remove', path: 'members', value: [{ $ref: null, value: one }] })
    expect((await entra('PATCH', `/Groups/${id}`, take)).body.members).toEqual([])
    expect((await entra('PATCH', `/Groups/${id}`, patch({ op: 'Replace', path: 'displayName', value: 'Renamed' }))).body.displayName).toBe(
      'Renamed',
    )
    expect((await entra('DELETE', `/Groups/${id}`)).status).toBe(204)
    expect((await entra('GET', `/Groups/${id}`)).status).toBe(404)
    expect(await prisma.provisionedGroupMember.count({ where: { organizationId: org.id } })).toBe(0)
  })
})
