import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Aedes } from 'aedes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccessController } from '../../../server/domains/turnstiles/use-cases/add-controller'
import { openTurnstile } from '../../../server/domains/turnstiles/use-cases/open-turnstile'
import { startListening } from '../../../server/domains/turnstiles/drivers/listen'
import { prisma } from '../../../server/infra/db'
import { startMqttEnd, type MqttEnd } from '../../../scripts/turnstile/mqtt-link.ts'
import { Turnstile } from '../../../scripts/turnstile/turnstile.ts'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { signedPass } from '../scan/signed-pass'
import { done, outcomesOf, passOf, readersOf, sync } from './played'

let org: TestOrganization
let [broker, server]: [Aedes, Server] = [] as never
let end: MqttEnd
let turnstile: Turnstile
let [id, secret] = ['', '']
let stop: () => Promise<void>

beforeAll(async () => {
  org = await createOrganization()
  broker = await Aedes.createBroker({
    authenticate: (_, user, password, answer) => answer(null, user === 'gate' && password?.toString() === 'p@ss'),
  })
  server = createServer(broker.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const at = { siteId: org.site.id, name: 'Turnstile', driver: 'MQTT' as const, url: `mqtt://127.0.0.1:${port}` }
  const made = done(await addAccessController(asOrgAdmin(org), { ...at, user: 'gate', password: 'p@ss', readers: readersOf(org) }))
  ;[id, secret] = [made.accessController.id, made.secret ?? '']
  end = await startMqttEnd(`mqtt://gate:${encodeURIComponent('p@ss')}@127.0.0.1:${port}`, id)
  turnstile = new Turnstile({ secret, link: end })
  end.hear((asked) => turnstile.answer(asked))
  stop = startListening()
})
afterAll(async () => {
  await stop()
  await end.close()
  await new Promise<void>((resolve) => broker.close(() => server.close(() => resolve())))
})

const hour = () => ({ startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) })

describe('a turnstile behind a broker', () => {
  it('is given its credentials, asks, and tells what the arm did', async () => {
    await expect.poll(() => turnstile.tell([]), { timeout: 20_000 }).not.toBeNull()
    const pass = await signedPass(org, hour())
    await sync(org, id)
    expect(turnstile.store.held.get(pass.id)).toMatchObject({ entry: { readers: ['in'] } })
    expect(await turnstile.pass('in', pass.code, 'not_turned')).toMatchObject({ isOpen: true, isOnline: true })
    expect(await turnstile.flush({ times: 2, reorders: true })).toBe(true)
    expect(await passOf(pass.id)).toMatchObject({ presence: 'EXPECTED', entriesUsed: 0 })
    expect(await turnstile.pass('in', pass.code)).toMatchObject({ isOpen: true })
    expect(await turnstile.flush()).toBe(true)
    expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
    expect(await outcomesOf(id)).toEqual(['PRESENTED OPENED', 'NOT_TURNED ANNULLED', 'PRESENTED OPENED', 'TURNED CONFIRMED'])
  })

  it('opens when somebody who may says so and why, and that is noted', async () => {
    const opened = await openTurnstile(asSecurityOfficer(org), { accessControllerId: id, reader: 'in', reason: 'A stretcher' })
    expect(opened).toEqual({ accessControllerId: id, reader: 'in' })
    expect(turnstile.opened).toEqual(['in'])
    const [row] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'turnstile.open', entityId: id } })
    expect(row).toMatchObject({ actorId: org.securityOfficer.id, details: { reader: 'in', reason: 'A stretcher', direction: 'ENTRY' } })
  })

  it('takes nothing that somebody else at the broker says', async () => {
    const forging = new Turnstile({
      secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
      link: {
        send: (message) => Promise.race([end.send(message), new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_500))]),
      },
    })
    const pass = await signedPass(org, hour())
    expect(await forging.pass('in', pass.code)).toMatchObject({ isOnline: false, isOpen: false })
    expect(await passOf(pass.id)).toMatchObject({ entriesUsed: 0 })
  })

  it('that is away is asked again later, and its difference stands there', async () => {
    turnstile.isOffline = true
    const pass = await signedPass(org, hour())
    await sync(org, id)
    expect(await prisma.accessController.findUniqueOrThrow({ where: { id } })).toMatchObject({ problem: 'TOO_SLOW', failures: 1 })
    turnstile.isOffline = false
    await sync(org, id)
    expect(turnstile.store.held.has(pass.id)).toBe(true)
  })
})
