import { serverAudits } from 'graphql-http'
import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'

/** The audits of GraphQL over HTTP. What the specification says a server MAY do is its choice. */
export function httpAudits(server: () => BuiltServer): void {
  const audits = serverAudits({ url: () => `${server().url}/graphql` }).filter(({ name }) => !name.startsWith('MAY'))

  describe('GraphQL over HTTP, by the specification', () => {
    it('has audits to pass', () => {
      expect(audits.length).toBeGreaterThan(30)
    })

    it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
      const result = await audit.fn()
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok')
    })
  })
}
