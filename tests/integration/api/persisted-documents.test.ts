import { createHash } from 'node:crypto'
import { parse, specifiedRules, validate } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import documents from '../../../shared/generated/gql/persisted-documents.json'
import { createGraphqlContext } from '../../../server/graphql/context'
import { limits, validationRules } from '../../../server/graphql/limits'
import { schema } from '../../../server/graphql/schema'
import { apollo } from '../../../server/graphql/server'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const viewer = Object.entries(documents).find(([, text]) => text.startsWith('query Viewer '))?.[0] ?? ''

/** Asks by hash, as a page does. @returns the code of the error, or the data */
async function byHash(sha256Hash: string, query?: string): Promise<unknown> {
  const ctx = asHost(org)
  const { language, traceId, request, now } = ctx
  const contextValue = createGraphqlContext(ctx, { language, traceId, request, now })
  const extensions = { persistedQuery: { version: 1, sha256Hash } }
  const { body } = await apollo.executeOperation({ ...(query && { query }), extensions }, { contextValue })
  if (body.kind !== 'single') throw new Error('The answer came in parts')
  const { data, errors } = body.singleResult
  return errors ? errors[0]?.extensions?.code : data
}

describe('the documents of the pages', () => {
  it.each(Object.entries(documents))('%s is named by its hash, fits the schema and keeps within the limits', (hash, text) => {
    expect(sha256(text)).toBe(hash)
    expect(validate(schema, parse(text, { maxTokens: limits.tokens }), [...specifiedRules, ...validationRules])).toEqual([])
  })

  it('are known to the server by their hash alone', async () => {
    expect(await byHash(viewer)).toMatchObject({ viewer: {} })
  })

  it('are not added to by whoever asks', async () => {
    const query = '{ viewer { permissions } }'
    expect(await byHash(sha256(query))).toBe('PERSISTED_QUERY_NOT_FOUND')
    expect(await byHash(sha256(query), query)).toMatchObject({ viewer: {} })
    expect(await byHash(sha256(query))).toBe('PERSISTED_QUERY_NOT_FOUND')
    expect(await byHash(viewer, query)).not.toMatchObject({ viewer: {} })
  })
})
