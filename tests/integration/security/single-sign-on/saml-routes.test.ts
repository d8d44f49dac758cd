import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import start from '../../../../server/routes/sso/start.get'
import answered from '../../../../server/routes/sso/saml/[organization].post'
import metadata from '../../../../server/routes/sso/saml/[organization]/metadata.get'
import { prisma } from '../../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../../setup/organization'
import { answerOf, newSigner, posted, questionIn, samlIssuer } from './real-saml-provider'
import { connect, ownDomain } from './set-up'

let url: string
let org: TestOrganization
let email: string
const signer = newSigner()
const undo: (() => unknown)[] = []

beforeAll(async () => {
  const router = createRouter()
    .get('/sso/start', start)
    .post('/sso/saml/:organization', answered)
    .get('/sso/saml/:organization/metadata', metadata)
  const server = createServer(toNodeListener(createApp().use(router)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  org = await createOrganization()
  email = `member@${await ownDomain(org)}`
  await prisma.user.update({ where: { id: (await createUser(org.id, 'Operator')).id }, data: { email } })
  const settings = { protocol: 'SAML' as const, samlUrl: 'https://idp.example/sso', samlCertificates: signer.cert }
  await connect(org, { issuer: samlIssuer }, { ...settings, clientId: null, clientSecret: null })
  undo.push(() => server.close())
})
afterAll(() => undo.forEach((step) => step()))

async function begin() {
  const answer = await fetch(`${url}/sso/start?organization=${org.code}&next=/admin/live`, { redirect: 'manual' })
  const [cookie = ''] = answer.headers.getSetCookie()
  return { to: answer.headers.get('location') ?? '', cookie: cookie.split(';')[0] ?? '' }
}

const post = (form: Record<string, string>, { cookie = '', id = org.id } = {}) =>
  fetch(`${url}/sso/saml/${id}`, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(form) })

const ended = (answer: Response) => [answer.status, answer.headers.get('location')]

describe('the way to a SAML provider and back', () => {
  it('posts once more from our own site where the browser brought no cookie, and ends where the person wanted to go', async () => {
    const { to, cookie } = await begin()
    expect(to).toMatch(/^https:\/\/idp\.example\/sso\?SAMLRequest=/)
    const form = { SAMLResponse: posted(await answerOf(to, signer, { email })), RelayState: 'https://evil.example' }
    const onward = await post(form)
    expect(onward.status).toBe(200)
    expect(onward.headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(onward.headers.get('cache-control')).toBe('no-store')
    const page = await onward.text()
    expect(page).toContain(form.SAMLResponse)
    expect(page).not.toContain('evil')
    const finished = await post({ ...form, again: '1' }, { cookie })
    expect(ended(finished), 'the state that was posted along leads nowhere').toEqual([303, '/sign-in?next=%2Fadmin%2Flive'])
    expect(finished.headers.getSetCookie().join()).toMatch(/gc_session=gcs_[\w-]{43};/)
    expect(ended(await post({ ...form, again: '1' }, { cookie })), 'replayed').toEqual([303, '/sign-in?problem=expired'])
  })

  it('leads nowhere but to our own page when something is wrong', async () => {
    const { to, cookie } = await begin()
    const SAMLResponse = posted(await answerOf(to, signer, { email }))
    for (const [answer, problem] of [
      [await post({ SAMLResponse, again: '1' }), 'expired'],
      [await post({ SAMLResponse }, { cookie, id: 'nobody' }), 'refused'],
      [await post({ SAMLResponse: '"><script>' }, { cookie }), 'refused'],
      [await post({ SAMLResponse: 'A'.repeat(200_000) }, { cookie }), 'refused'],
      [await post({ RelayState: 'https://evil.example' }, { cookie }), 'refused'],
    ] as const) {
      expect(ended(answer)).toEqual([303, `/sign-in?problem=${problem}`])
      expect(answer.headers.getSetCookie().join()).not.toContain('gcs_')
    }
  })

  it('tells providers what they have to know of an organization', async () => {
    const told = await fetch(`${url}/sso/saml/${org.id}/metadata`)
    expect(told.headers.get('content-type')).toContain('application/samlmetadata+xml')
    const xml = await told.text()
    const { acs, issuer } = questionIn((await begin()).to)
    expect(xml).toContain(`entityID="${issuer}"`)
    expect(xml).toContain(`Location="${acs}"`)
    expect(xml).toContain('WantAssertionsSigned="true"')
    expect((await fetch(`${url}/sso/saml/nobody/metadata`)).status).toBe(404)
  })
})
