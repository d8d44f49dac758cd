import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { addAccessController } from '../../../server/domains/turnstiles/use-cases/add-controller'
import {
  changeAccessController,
  removeAccessController,
  revokeAccessController,
  rotateAccessControllerSecret,
  syncAccessController,
} from '../../../server/domains/turnstiles/use-cases/change-controller'
import { findControllers, listControllers } from '../../../server/domains/turnstiles/use-cases/list-controllers'
import { openTurnstile } from '../../../server/domains/turnstiles/use-cases/open-turnstile'
import { prisma } from '../../../server/infra/db'
import { Turnstile } from '../../../scripts/turnstile/turnstile.ts'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { done, linkTo, readersOf } from './played'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const asked = (more: object = {}) => ({
  siteId: org.site.id,
  name: 'Turnstile',
  driver: 'HTTP' as const,
  url: 'https://turnstile.invalid/',
  readers: readersOf(org),
  ...more,
})
const actions = async (id: string) =>
  (await prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: id }, orderBy: { id: 'asc' } })).map(({ action }) => action)

it('a controller is added once by a key, and its secret is shown once', async () => {
  const input = asked({ idempotencyKey: randomUUID() })
  const made = [done(await addAccessController(asOrgAdmin(org), input)), done(await addAccessController(asOrgAdmin(org), input))]
  expect(made[1]!.accessController.id).toBe(made[0]!.accessController.id)
  expect([made[0]!.secret?.startsWith('whsec_'), made[1]!.secret]).toEqual([true, null])
  expect(await addAccessController(asOrgAdmin(org), { ...input, name: 'Another' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  const row = await prisma.accessController.findUniqueOrThrow({ where: { id: made[0]!.accessController.id } })
  expect(Buffer.from(row.sealedAccess).includes(made[0]!.secret ?? '-')).toBe(false)
  expect(await actions(row.id)).toEqual(['access_controller.add'])
})

it.each([
  ['an address of another kind', { url: 'mqtt://broker.invalid' }, 'url'],
  ['a password in the address', { url: 'https://a:b@turnstile.invalid/' }, 'url'],
  ['no reader', { readers: [] }, 'readers'],
])('with %s none is connected', async (_, more, field) => {
  expect(await addAccessController(asOrgAdmin(org), asked(more))).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', field] })
})

it('its readers are at gates of its site, each with a name of its own', async () => {
  const [other, [reader]] = [await createOrganization(), readersOf(org)]
  const strange = [{ ...reader!, gateId: other.gates[0].id }]
  expect(await addAccessController(asOrgAdmin(org), asked({ readers: strange }))).toMatchObject({
    path: ['input', 'readers', '0', 'gateId'],
  })
  expect(await addAccessController(asOrgAdmin(org), asked({ readers: [reader, reader] }))).toMatchObject({
    path: ['input', 'readers', '1', 'key'],
  })
  expect(await prisma.accessController.count({ where: { organizationId: org.id } })).toBe(0)
})

it('is changed, keeps its address unless another is said, and is asked for by whoever wants it', async () => {
  const { id } = done(await addAccessController(asOrgAdmin(org), asked())).accessController
  const readers = readersOf(org).slice(0, 1)
  const changed = done(await changeAccessController(asOrgAdmin(org), { accessControllerId: id, name: 'Gate 1', readers }))
  expect(changed).toMatchObject({ name: 'Gate 1', server: 'turnstile.invalid', readers: [{ key: 'in' }] })
  const moved = { accessControllerId: id, name: 'Gate 1', readers, url: 'https://other.invalid/' }
  expect(done(await changeAccessController(asOrgAdmin(org), moved))).toMatchObject({ server: 'other.invalid' })
  for (const _ of [1, 2]) done(await syncAccessController(asOrgAdmin(org), { accessControllerId: id }))
  expect(await actions(id)).toEqual(['access_controller.add', 'access_controller.change', 'access_controller.change'])
})

it('signs with its earlier secret for a day after it got a new one', async () => {
  const { accessController, secret } = done(await addAccessController(asOrgAdmin(org), asked()))
  const { id } = accessController
  let now = Date.now()
  const told = (having: string | null) =>
    new Turnstile({
      secret: having ?? '',
      link: linkTo(
        () => id,
        () => new Date(now),
      ),
      clock: () => now,
    }).tell([])
  const fresh = done(await rotateAccessControllerSecret(asOrgAdmin(org), { accessControllerId: id })).secret
  // Either believes the answer: it is signed with both.
  expect([await told(secret), await told(fresh)]).toEqual([[], []])
  now += 25 * 3_600_000
  expect([await told(secret), await told(fresh)]).toEqual([null, []])
})

it('is removed only once it is revoked, and revoked once', async () => {
  const { id: accessControllerId } = done(await addAccessController(asOrgAdmin(org), asked())).accessController
  expect(await removeAccessController(asOrgAdmin(org), { accessControllerId })).toMatchObject({ code: 'VALIDATION_FAILED' })
  done(await revokeAccessController(asOrgAdmin(org), { accessControllerId }))
  expect(await revokeAccessController(asOrgAdmin(org), { accessControllerId })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await openTurnstile(asSecurityOfficer(org), { accessControllerId, reader: 'in', reason: 'A stretcher' })).toMatchObject({
    code: 'VALIDATION_FAILED',
  })
  done(await removeAccessController(asOrgAdmin(org), { accessControllerId }))
  expect(await findControllers(asOrgAdmin(org), [accessControllerId])).toEqual([])
  expect(await actions(accessControllerId)).toEqual(['access_controller.add', 'access_controller.revoke', 'access_controller.remove'])
})

it('is opened by hand only by whoever may override, with a reason, and of what was tried a trace stays', async () => {
  const { id: accessControllerId } = done(await addAccessController(asOrgAdmin(org), asked())).accessController
  const input = { accessControllerId, reader: 'in', reason: 'A stretcher' }
  await expect(openTurnstile(asOperator(org), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(() => listControllers(asOperator(org))).toThrow()
  expect(await openTurnstile(asSecurityOfficer(org), { ...input, reason: ' ' })).toMatchObject({ path: ['input', 'reason'] })
  expect(await openTurnstile(asSecurityOfficer(org), { ...input, reader: 'cellar' })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await openTurnstile(asSecurityOfficer(org), input)).toMatchObject({ code: 'VALIDATION_FAILED' })
  expect(await actions(accessControllerId)).toEqual(['access_controller.add', 'turnstile.open'])
})
