import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Env from '../../../server/infra/env'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey } from '../../setup/principals'
import { call } from './graphql-call'

vi.mock('../../../server/infra/env', async (load) => {
  const real = await load<typeof Env>()
  return { ...real, env: { ...real.env, GRAPHQL_INTROSPECTION: false } }
})

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

describe('where the schema is kept to itself', () => {
  it.each(['{ __schema { types { name } } }', '{ __type(name: "Visitor") { fields { name } } }'])('%s is refused', async (document) => {
    const { data, errors } = await call(await asApiKey(org), document)
    expect([data, errors[0]?.extensions?.code]).toEqual([null, 'GRAPHQL_VALIDATION_FAILED'])
  })

  it('everything else is answered, and says what type it is', async () => {
    const { data } = await call(await asApiKey(org), '{ viewer { __typename } }')
    expect(data).toEqual({ viewer: { __typename: 'Viewer' } })
  })
})
