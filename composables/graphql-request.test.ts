import { describe, expect, it } from 'vitest'
import { requestGraphql } from './graphql-request'

describe('a page', () => {
  const asked: object[] = []
  const server =
    (knows: boolean) =>
    async (_: string, { body }: { body: { query?: string } }) => {
      asked.push(body)
      if (!knows && body.query === undefined) return { errors: [{ message: '', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] }
      return { data: { viewer: null } }
    }
  const ask = (knows: boolean) =>
    requestGraphql(server(knows) as never, { query: 'query Me { viewer { permissions } }', hash: 'abc', language: 'en' })

  it('sends the hash of what it asks', async () => {
    expect(await ask(true)).toEqual({ viewer: null })
    expect(asked.splice(0)).toEqual([
      { operationName: 'Me', extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } }, variables: undefined },
    ])
  })

  it('asks a server of another build once more, in words', async () => {
    expect(await ask(false)).toEqual({ viewer: null })
    expect(asked.splice(0)).toMatchObject([{ extensions: {} }, { query: 'query Me { viewer { permissions } }' }])
  })
})
