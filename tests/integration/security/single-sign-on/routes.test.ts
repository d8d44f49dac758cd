import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import start from '../../../../server/routes/sso/start.get'
import back from '../../../../server/routes/sso/oidc/[organization].get'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../../setup/organization'
import { startRealProvider, walkThrough, type RealProvider } from './real-provider'
import { connect, ownDomain } from './set-up'

let url: string
let org: TestOrganization
let provider: RealProvider
const undo: (() => unknown)[] = []

beforeAll(async () => {
  const app = createApp().use(createRouter().get('/sso/start', start).get('/sso/oidc/:organization', back))
  const server = createServer(toNodeListener(app))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  org = await createOrganization()
  const email = `member@${await ownDomain(org)}`
  await prisma.user.update({ where: { id: (await createUser(org.id, 'Operator')).id }, data: { email } })
  provider = await startRealProvider([org.id], { sub: 's', email, email_verified: true })
  await connect(org, provider)
  undo.push(() => server.close(), provider.stop)
})
afterAll(() => undo.forEach((step) => step()))

async function get(path: string, cookie = '') {
  const answer = await fetch(url + path, { redirect: 'manual', headers: { cookie } })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  return { to: answer.headers.get('location') ?? '', cookies: answer.headers.getSetCookie() }
}

const valueOf = (cookies: string[], name: string) => cookies.find((line) => line.startsWith(`${name}=`))?.split(';')[0] ?? ''

describe('the way to a provider and back', () => {
  it('binds the sign-in to the browser and ends at the sign-in page, with a session and where the person wanted to go', async () => {
    const begun = await get(`/sso/start?organization=${org.code}&next=/admin/live`)
    expect(begun.to).toMatch(`${provider.issuer}/auth?`)
    const [line = ''] = begun.cookies
    expect(line).toMatch(/^gc_provider=gcv_[\w-]{43};.*HttpOnly.*SameSite=Lax/)
    const { search } = await walkThrough(begun.to)
    const ended = await get(`/sso/oidc/${org.id}${search}`, valueOf(begun.cookies, 'gc_provider'))
    expect(ended.to).toBe('/sign-in?next=%2Fadmin%2Flive')
    expect(valueOf(ended.cookies, 'gc_session')).toMatch(/^gc_session=gcs_[\w-]{43}$/)
    expect(valueOf(ended.cookies, 'gc_provider')).toBe('gc_provider=')
  })

  it('leads nowhere but to our own page when something is wrong, without a session', async () => {
    const begun = await get(`/sso/start?organization=${org.code}`)
    const { search } = await walkThrough(begun.to)
    for (const [path, cookie, problem] of [
      ['/sso/start?organization=nobody', '', 'unknown'],
      ['/sso/start', '', 'unknown'],
      ['/sso/start?organization=a&organization=b', '', 'unknown'],
      [`/sso/oidc/${org.id}${search}`, '', 'expired'],
      [`/sso/oidc/nobody${search}`, valueOf(begun.cookies, 'gc_provider'), 'unknown'],
      [`/sso/oidc/${org.id}?state=x`, valueOf(begun.cookies, 'gc_provider'), 'refused'],
    ]) {
      const answer = await get(path ?? '', cookie)
      expect([answer.to, valueOf(answer.cookies, 'gc_session')]).toEqual([`/sign-in?problem=${problem}`, ''])
    }
  })
})
