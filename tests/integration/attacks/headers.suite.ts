import { describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { sessionCookie } from '../http-client'

const scripts = (html: string): string[] => html.match(/<script\b[^>]*>/g) ?? []
const nonceOf = (policy: string): string => /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none'

async function page(url: string, path: string, cookie = ''): Promise<{ policy: string; html: string; headers: Headers }> {
  const response = await fetch(`${url}${path}`, { headers: { accept: 'text/html', cookie }, redirect: 'manual' })
  return { policy: response.headers.get('content-security-policy') ?? '', html: await response.text(), headers: response.headers }
}

/** What a browser is told of each page: which scripts are ours, and that nobody else may frame it. */
export function securityHeaders(server: () => BuiltServer): void {
  const session = async (path: string) =>
    ['/sign-in', '/set-password', '/nowhere', '/graphql'].includes(path)
      ? ''
      : (await sessionCookie(server().url, server().demo.users.orgAdmin)).cookie

  describe.each(['/sign-in', '/set-password', '/nowhere', '/graphql', '/host', '/admin', '/admin/live', '/devconsole'])(
    'the page %s',
    (path) => {
      it('names every script of its own by a nonce that is used once', async () => {
        const cookie = await session(path)
        const [first, second] = [await page(server().url, path, cookie), await page(server().url, path, cookie)]
        const nonce = nonceOf(first.policy)
        expect(nonce).not.toBe(nonceOf(second.policy))
        expect(scripts(first.html).length).toBeGreaterThan(0)
        expect(scripts(first.html).filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
        expect(first.html).not.toMatch(/<[^>]+\son(load|error|click)=/)
      })

      it('lets no other script run, and nobody else frame it', async () => {
        const { policy, headers } = await page(server().url, path, await session(path))
        expect(policy).toContain("frame-ancestors 'self'")
        expect(/script-src ([^;]*)/.exec(policy)?.[1]).not.toMatch(/unsafe-inline|\*|https?:|data:/)
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        // Whoever sits down at the machine next finds nothing behind the back button; the explorer's own page names nobody.
        expect(headers.get('cache-control')).toBe(path === '/graphql' ? 'no-cache' : 'no-store')
        expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
        expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
        expect(headers.get('permissions-policy')).toContain('geolocation=()')
      })
    },
  )
}
