import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOrganization } from '../../../setup/organization'
import { directoryAt, makeToken, startEndpoint, type Directory } from './directory'

let directory: Directory
let stop: () => void
beforeAll(async () => {
  const endpoint = await startEndpoint()
  stop = endpoint.stop
  directory = directoryAt(endpoint.url, await makeToken(await createOrganization()))
})
afterAll(() => stop())

it('tells what is spoken here, as RFC 7643 has it', async () => {
  const config = (await directory('GET', '/ServiceProviderConfig')).body
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, filter: { supported: true, maxResults: 200 } })
  const types = (await directory('GET', '/ResourceTypes')).body
  expect(types).toMatchObject({
    totalResults: 2,
    Resources: [
      { id: 'User', endpoint: '/Users' },
      { id: 'Group', endpoint: '/Groups' },
    ],
  })
  expect((await directory('GET', '/ResourceTypes/User')).body.schema).toBe('urn:ietf:params:scim:schemas:core:2.0:User')
  const schemas = (await directory('GET', '/Schemas')).body
  expect(schemas.totalResults).toBe(2)
  for (const { id } of schemas.Resources) expect((await directory('GET', `/Schemas/${id}`)).body.id).toBe(id)
  expect((await directory('GET', '/Schemas/urn:nobody')).status).toBe(404)
  expect((await directory('POST', '/Schemas', {})).status).toBe(405)
})
