import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { identity, post, sessionCookie } from '../http-client'

const nested = (depth: number): string =>
  '{ node(id: "x") { ... on Appointment { '.concat(
    'site { gates(first: 1) { edges { node { '.repeat(depth),
    'id ',
    '} } } } '.repeat(depth),
    '} } }',
  )
const fragmentBomb = (count: number): string =>
  [
    ...Array.from({ length: count }, (_, index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`),
    `fragment f${count} on Query { __typename }`,
    'query { ...f0 }',
  ].join(' ')

/** Documents that no honest client sends, and how long each may keep the server. */
const corpus: Record<string, string> = {
  'eleven levels': nested(3),
  'sixteen aliases': `{ ${Array.from({ length: 16 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
  'twenty-one directives': `{ ${'instance { __typename @include(if: true) } '.repeat(21)} }`,
  'twenty-one directives on one field': `{ __typename ${'@include(if: true) '.repeat(21)} }`,
  'more than 1,000 tokens': `{ ${'__typename '.repeat(1_100)} }`,
  'a circle of fragments': 'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
  'a fragment of itself': 'query { ...a } fragment a on Query { __typename ...a }',
  'fragments that double the pages': fragmentBomb(8).replace(
    'on Query { __typename }',
    'on Query { visitors(first: 100) { edges { cursor } } }',
  ),
  'a field that does not exist': '{ viewer { password } }',
  'broken syntax': '{ viewer { ',
  'no operation': 'fragment a on Query { __typename }',
  'two operations without a name': 'query a { __typename } query b { __typename }',
  'pages of pages of pages':
    '{ appointments(first: 100) { edges { node { visitPasses(first: 100) { edges { node { checkins(first: 100) { edges { cursor } } } } } } } } }',
}

/** What a web process refuses, whoever asks. */
export function hostileRequests(server: () => BuiltServer): void {
  const key = () => ({ token: server().demo.apiKey })
  const raw = (init: RequestInit, path = '/graphql') => fetch(`${server().url}${path}`, { method: 'POST', ...init })
  const json = { 'content-type': 'application/json' }

  describe('a hostile document is refused at once', () => {
    it.each(Object.entries(corpus))(
      '%s',
      async (_, query) => {
        await post(server().url, key(), query)
        const started = performance.now()
        const { data, errors } = await post(server().url, key(), query)
        expect(data).toBeNull()
        expect(errors[0]?.extensions.code).toMatch(
          /^(GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE|QUERY_TOO_COSTLY|BAD_REQUEST)$/,
        )
        expect(performance.now() - started).toBeLessThan(500)
      },
      10_000,
    )

    it('fragments that double ninety times are counted once each and answered', async () => {
      const started = performance.now()
      const { data } = await post(server().url, key(), fragmentBomb(90))
      expect(data).toEqual({ __typename: 'Query' })
      expect(performance.now() - started).toBeLessThan(2_000)
    })

    it('the same documents within the limits are answered', async () => {
      for (const query of [
        `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
        `{ __typename ${'@include(if: true) '.repeat(1)} }`,
        '{ appointments(first: 5) { edges { node { visitPasses(first: 5) { edges { node { id } } } } } } }',
      ]) {
        expect((await post(server().url, key(), query)).errors).toEqual([])
      }
    })
  })

  describe('a page', () => {
    const sized = 'query ($first: Int) { visitors(first: $first) { edges { node { id } } } }'
    it.each([[101], [0], [-1], [null], [2_147_483_647]])('of %s rows, given by a variable, is refused', async (first) => {
      const { data, errors } = await post(server().url, key(), sized, { first })
      expect(data).toBeNull()
      expect(errors[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|QUERY_TOO_COSTLY)$/)
    })

    it('of 100 rows is given', async () => {
      expect((await post(server().url, key(), sized, { first: 100 })).errors).toEqual([])
    })

    it('costs what its variables say, given or by default, not what its text says', async () => {
      const document =
        'query ($n: Int) { appointments(first: $n) { edges { node { visitPasses(first: $n) { edges { node { checkins(first: $n) { edges { cursor } } } } } } } } }'
      expect((await post(server().url, key(), document, { n: 100 })).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY' } }])
      const byDefault = document.replace('$n: Int', '$n: Int = 100')
      expect((await post(server().url, key(), byDefault)).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY' } }])
      expect((await post(server().url, key(), byDefault, { n: 5 })).errors).toEqual([])
    })
  })

  describe('a request that is none', () => {
    it('a body of 10 MB is refused without being read as one', async () => {
      const body = JSON.stringify({ query: `{ __typename } #${'x'.repeat(10_000_000)}` })
      const outcome = await raw({ headers: { ...json, ...identity(key()) }, body }).then(
        (response) => response.status,
        () => 413,
      )
      expect(outcome).toBe(413)
    })

    it('a body of 10 MB that does not say its length, too', async () => {
      const chunk = new TextEncoder().encode('x'.repeat(100_000))
      let sent = 0
      const body = new ReadableStream({ pull: (controller) => (sent++ < 100 ? controller.enqueue(chunk) : controller.close()) })
      const outcome = await raw({ headers: json, body, duplex: 'half' } as RequestInit).then(
        (response) => response.status,
        () => 413,
      )
      expect(outcome).toBe(413)
    })

    it.each([
      ['broken JSON', json, '{"query": "{ __typename }"', 400],
      ['JSON that is no object', json, '"{ __typename }"', 400],
      ['no query', json, '{}', 400],
      ['variables that are no object', json, '{"query":"{ __typename }","variables":[1]}', 400],
      ['a list of operations', json, '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 400],
      ['another content type', { 'content-type': 'application/xml' }, '<query/>', 400],
      ['no content', json, '', 400],
    ])('%s', async (_, headers, body, status) => {
      const response = await raw({ headers, body })
      const text = await response.text()
      expect([response.status, text.includes('"data"'), text.includes('at ')], text).toEqual([status, false, false])
    })

    it('a mutation by GET', async () => {
      const query = encodeURIComponent('mutation { signOut }')
      const response = await raw(
        { method: 'GET', headers: { accept: 'application/json', 'apollo-require-preflight': '1' } },
        `/graphql?query=${query}`,
      )
      expect([response.status, await response.json()]).toEqual([405, expect.not.objectContaining({ data: expect.anything() as unknown })])
    })

    it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
      'a form of another page, with the cookie: %s',
      async (type) => {
        const { cookie } = await sessionCookie(server().url, server().demo.users.host)
        const response = await raw({
          headers: { 'content-type': type, cookie, origin: 'https://evil.example' },
          body: '{"query":"mutation { signOut }"}',
        })
        expect(response.status).toBeGreaterThanOrEqual(400)
        expect((await post(server().url, { cookie }, '{ viewer { user { email } } }')).data).toMatchObject({
          viewer: { user: { email: server().demo.users.host.email } },
        })
      },
    )

    it('an enum, a date and a variable that do not fit are the caller’s mistake', async () => {
      const document =
        'query ($from: DateTime, $status: [AppointmentStatus!]) { appointments(first: 1, filter: { from: $from, status: $status }) { edges { cursor } } }'
      for (const variables of [{ from: 'yesterday' }, { from: 5 }, { status: ['NONE'] }, { from: { a: 1 } }]) {
        const { data, errors, status } = await post(server().url, key(), document, variables)
        expect([data, errors[0]?.extensions.code, status]).toEqual([null, 'BAD_USER_INPUT', expect.any(Number)])
      }
    })
  })

  describe('who a caller is', () => {
    it.each([
      'Bearer gc_live_unknownunknownunknownunknown',
      'Bearer gcd_unknownunknownunknownunknown',
      'Basic dXNlcjpwYXNz',
      'Bearer',
      'nonsense',
    ])('is nobody with %s', async (authorization) => {
      const { cookie } = await sessionCookie(server().url, server().demo.users.host)
      const response = await raw({ headers: { ...json, authorization, cookie }, body: '{"query":"{ viewer { permissions } }"}' })
      expect(await response.json()).toEqual({ data: { viewer: null } })
    })
  })
}
