import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import receive from '../../../server/routes/api/access-control/[controller]/events.post'
import { httpLink } from '../../../scripts/turnstile/http-link.ts'
import { sign } from '../../../scripts/turnstile/signature.ts'
import { Turnstile } from '../../../scripts/turnstile/turnstile.ts'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { signedPass } from '../scan/signed-pass'
import { outcomesOf, passOf, playedTurnstile, type Played } from './played'

let org: TestOrganization
let played: Played
let server: Server
let url = ''

beforeAll(async () => {
  org = await createOrganization()
  played = await playedTurnstile(org)
  const app = createApp().use(createRouter().post('/api/access-control/:controller/events', receive))
  server = createServer(toNodeListener(app))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/access-control/${played.id}/events`
})
afterAll(async () => {
  await played.close()
  server.close()
})

const post = (body: string, headers: Record<string, string> = {}, to = url) => fetch(to, { method: 'POST', body, headers })

async function said(body: string, at: number, to = url, secret = played.secret) {
  const { id, timestamp, signature } = sign(secret, crypto.randomUUID(), body, at)
  const answer = await post(body, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, to)
  return {
    status: answer.status,
    signed: answer.headers.get('webhook-id') === id,
    error: ((await answer.json()) as { error?: string }).error,
  }
}

describe('the address at which turnstiles tell what happens', () => {
  it('answers who signs, and is answered in turn', async () => {
    const pass = await signedPass(org)
    const turnstile = new Turnstile({ secret: played.secret, link: httpLink(url) })
    expect(await turnstile.pass('in', pass.code, 'not_turned')).toMatchObject({ isOpen: true, isOnline: true })
    expect(await turnstile.flush({ times: 2 })).toBe(true)
    expect(await outcomesOf(played.id)).toEqual(['PRESENTED OPENED', 'NOT_TURNED ANNULLED'])
    expect(await passOf(pass.id)).toMatchObject({ presence: 'EXPECTED', entriesUsed: 0 })
  })

  it('says the time to a controller that has another, and nothing to others', async () => {
    const empty = JSON.stringify({ controllerTime: new Date().toISOString(), events: [] })
    const nobody = url.replace(played.id, crypto.randomUUID())
    expect(await said(empty, Date.now())).toEqual({ status: 200, signed: true })
    expect(await said(empty, Date.now() - 86_400_000)).toEqual({ status: 401, signed: true, error: 'timestamp' })
    expect(await said('{"events":1}', Date.now())).toEqual({ status: 400, signed: true, error: 'malformed' })
    const strange = { status: 401, signed: false, error: 'unknown' }
    expect(await said(empty, Date.now(), nobody)).toEqual(strange)
    expect(await said(empty, Date.now(), url, `whsec_${Buffer.alloc(32, 1).toString('base64')}`)).toEqual(strange)
    expect((await post(empty)).status).toBe(401)
    expect((await post('x'.repeat(200_000))).status).toBe(413)
  })
})
