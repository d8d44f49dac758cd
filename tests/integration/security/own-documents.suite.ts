import { describe, expect, it } from 'vitest'
import documents from '../../../shared/generated/gql/persisted-documents.json'
import type { BuiltServer } from '../built-server'
import { identity, post, sessionCookie, type Caller, type HttpAnswer } from '../http-client'
import { watch } from '../live/watch'

const hashOf = (head: string): string => Object.entries(documents).find(([, text]) => text.includes(head))?.[0] ?? ''
const [viewer, change] = [hashOf('query Viewer '), hashOf('mutation ChangeSecurityPolicy(')]
const ownText = '{ viewer { permissions } }'

/** Asks as a page does, by the hash of a document. */
async function ask(url: string, caller: Caller, sha256Hash: string, variables: object = {}): Promise<HttpAnswer<Record<string, unknown>>> {
  const body = JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } }, variables })
  const headers = { 'content-type': 'application/json', ...identity(caller) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  return { status: response.status, headers: response.headers, errors: [], data: null, ...((await response.json()) as object) }
}

/** Asks over a WebSocket, with a text and perhaps the hash of a page's document. @returns what came, or the code of the error */
async function askBySocket(url: string, caller: Caller, sha256Hash?: string): Promise<unknown> {
  const watching = watch(url, caller, ownText, {}, sha256Hash ? { extensions: { persistedQuery: { version: 1, sha256Hash } } } : {})
  await expect.poll(() => watching.events.length + watching.errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
  await watching.stop()
  return watching.errors[0]?.extensions?.code ?? watching.events[0]
}

/** An organization that holds its sessions to what the pages ask. */
export function ownDocuments(server: () => BuiltServer): void {
  const admin = () => sessionCookie(server().url, server().demo.otherOrganization.users.orgAdmin)
  const setPolicy = async (persistedDocumentsOnly: boolean) =>
    ask(server().url, await admin(), change, {
      input: { passwordMinimum: 12, secondFactor: 'OPTIONAL', roleIds: [], persistedDocumentsOnly },
    })

  describe('sessions that are held to the documents of the pages', () => {
    it('ask those by hash, over HTTP and WebSocket, and no text of their own; keys and other organizations go on', async () => {
      const [url, session, elsewhere] = [server().url, await admin(), await sessionCookie(server().url, server().demo.users.operator)]
      expect(await askBySocket(url, session)).toMatchObject({ viewer: { permissions: expect.any(Array) } })
      expect(await setPolicy(true)).toMatchObject({ data: { result: { __typename: 'ChangeSecurityPolicySuccess' } } })
      try {
        await expect.poll(async () => (await post(url, session, ownText)).status, { timeout: 5_000 }).toBe(403)
        const { errors, data } = await post(url, session, ownText)
        expect([data, errors[0]?.extensions, errors[0]?.message]).toMatchObject([null, { code: 'PERSISTED_QUERY_REQUIRED' }, /pages/])
        expect(await ask(url, session, viewer)).toMatchObject({ status: 200, data: { viewer: { organization: {} } } })
        expect(await askBySocket(url, session)).toBe('PERSISTED_QUERY_REQUIRED')
        expect(await askBySocket(url, session, 'a'.repeat(64))).toBe('PERSISTED_QUERY_REQUIRED')
        expect(await askBySocket(url, session, viewer)).toMatchObject({ viewer: { organization: {} } })
        expect((await post(url, { token: server().demo.apiKey }, '{ gates(first: 1) { edges { node { id } } } }')).status).toBe(200)
        expect((await post(url, elsewhere, ownText)).status).toBe(200)
      } finally {
        expect(await setPolicy(false)).toMatchObject({ data: { result: { __typename: 'ChangeSecurityPolicySuccess' } } })
      }
      await expect.poll(async () => (await post(url, session, ownText)).status, { timeout: 5_000 }).toBe(200)
    })
  })
}
