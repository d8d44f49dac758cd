import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, type Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asApiKey, asDeveloper, asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'

let org: TestOrganization
let theirs: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  theirs = await createOrganization()
})

interface Result {
  __typename: string
  device?: { id: string; name: string; status: string; enrolmentExpiresAt: string | null }
  enrolment?: { code: string; url: string; expiresAt: string } | null
  token?: string | null
  enrolledGateId?: string
}

const failures = '... on ValidationFailed { fields { path message } } ... on UserError { code path }'
const deviceFields = 'device { id name status enrolmentExpiresAt }'
const documentOf = (field: string, shown: string) => {
  const type = field[0]?.toUpperCase() + field.slice(1)
  return `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ... on ${type}Success { ${shown} } ${failures} } }`
}
const documents = {
  addDevice: documentOf('addDevice', `${deviceFields} enrolment { code url expiresAt }`),
  renewDeviceEnrolment: documentOf('renewDeviceEnrolment', `${deviceFields} enrolment { code url expiresAt }`),
  renameDevice: documentOf('renameDevice', deviceFields),
  revokeDevice: documentOf('revokeDevice', deviceFields),
  enrolDevice: documentOf('enrolDevice', 'token name organizationName enrolledGateId mayAdmit'),
}
const send = async (ctx: Ctx, what: keyof typeof documents, input: object) =>
  (await dataOf<{ result: Result }>(ctx, documents[what], { input })).result

const localOf = (id: string) => Buffer.from(id, 'base64url').toString('latin1').split(':')[1] ?? ''
const asked = (at: TestOrganization, more: object = {}) => ({
  name: 'Turnstile 1',
  gateId: gid('Gate', at.gates[0].id),
  mayAdmit: true,
  mayCheckOut: false,
  ...more,
})

async function added(at: TestOrganization, more: object = {}): Promise<{ id: string; code: string }> {
  const { device, enrolment } = await send(asOrgAdmin(at), 'addDevice', asked(at, more))
  if (!device || !enrolment) throw new Error('The device was not added')
  return { id: device.id, code: enrolment.code }
}

const enrol = (enrolmentCode: string, ctx: Ctx = asAnonymous()) => send(ctx, 'enrolDevice', { enrolmentCode })
const principalOf = (token: string) => authenticate({ authorization: `Bearer ${token}` })
const lets = async (token: string) => (await principalOf(token)).actor.type === 'device'
const traces = (action: string, id: string) => prisma.auditLog.findMany({ where: { action, entityId: localOf(id) } })

/** Nobody in particular, from one address. */
const from = (ip: string) => createCtx(asAnonymous(), { language: 'en', request: { ip, userAgent: null } })

describe('a device', () => {
  it('is added for a gate, enrolled by a one-time code, and scans there alone, only the ways it may', async () => {
    const answer = await send(asOrgAdmin(org), 'addDevice', asked(org))
    expect(answer).toMatchObject({ __typename: 'AddDeviceSuccess', device: { name: 'Turnstile 1', status: 'WAITING' } })
    const { code, url, expiresAt } = answer.enrolment!
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-?){3}$/)
    expect(new URL(url).hash).toBe(`#${code}`)
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 600_000)).toBeLessThan(5_000)
    const id = answer.device!.id
    const row = await prisma.device.findUniqueOrThrow({ where: { id: localOf(id) } })
    expect(Buffer.from(row.enrolmentHash ?? []).toString('latin1')).not.toContain(code.slice(0, 4))

    const enrolled = await enrol(code.toLowerCase().replaceAll('-', ' '))
    expect(enrolled).toMatchObject({ __typename: 'EnrolDeviceSuccess', enrolledGateId: gid('Gate', org.gates[0].id) })
    expect(enrolled.token).toMatch(/^gcd_[\w-]{43}$/)
    const principal = await principalOf(enrolled.token ?? '')
    expect(principal).toMatchObject({ organizationId: org.id, permissions: new Set(['scan:admit', 'gate:read']) })
    const ctx = createCtx(principal, { language: 'en' })
    const scan = (gate: { id: string }, direction: string) =>
      dataOf<{ scanPass: { __typename: string } }>(ctx, 'mutation ($input: ScanPassInput!) { scanPass(input: $input) { __typename } }', {
        input: { code: 'GC1:NO', gateId: gid('Gate', gate.id), direction, nonce: newId() },
      })
    expect(await scan(org.gates[0], 'ENTRY')).toEqual({ scanPass: { __typename: 'ScanDenied' } })
    expect(await scan(org.gates[0], 'EXIT')).toEqual({ scanPass: { __typename: 'ValidationFailed' } })
    expect(await scan(org.gates[1], 'ENTRY')).toEqual({ scanPass: { __typename: 'NotFound' } })
    expect(await traces('device.add', id)).toMatchObject([{ actorId: org.orgAdmin.id, details: { gate: org.gates[0].id } }])
    expect(await traces('device.enrol', id)).toMatchObject([{ actorType: 'device', organizationId: org.id }])
  })

  it('is enrolled once by any number who send its code at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, code } = await added(org)
      const answers = await Promise.all(Array.from({ length: 20 }, () => enrol(code)))
      const tokens = answers.flatMap(({ token }) => token ?? [])
      expect(tokens).toHaveLength(1)
      expect(answers.filter(({ __typename }) => __typename === 'NotFound')).toHaveLength(19)
      expect(await lets(tokens[0] ?? '')).toBe(true)
      expect(await traces('device.enrol', id)).toHaveLength(1)
    }
  })

  it('is not enrolled by a code that is used, expired, replaced or unknown, all with the same answer', async () => {
    const used = await added(org)
    await enrol(used.code)
    const expired = await added(org)
    await prisma.device.update({ where: { id: localOf(expired.id) }, data: { enrolmentExpiresAt: new Date(Date.now() - 1) } })
    const replaced = await added(org)
    await send(asOrgAdmin(org), 'renewDeviceEnrolment', { deviceId: replaced.id })
    const revoked = await added(org)
    await send(asOrgAdmin(org), 'revokeDevice', { deviceId: revoked.id })
    const answers = await Promise.all(
      [used.code, expired.code, replaced.code, revoked.code, '0000-0000-0000', 'x'].map((code) => enrol(code)),
    )
    for (const answer of answers) expect(answer).toEqual({ __typename: 'NotFound', code: 'NOT_FOUND', path: ['input', 'enrolmentCode'] })
  })

  it('can be tried for twenty times from an address, then has to wait, also with the right code', async () => {
    const guesser = from(`198.51.100.${Math.floor(Math.random() * 250)}`)
    const { code } = await added(org)
    for (let count = 0; count < 20; count++) expect(await enrol('ZZZZ-ZZZZ-ZZZZ', guesser)).toMatchObject({ __typename: 'NotFound' })
    expect(await enrol('ZZZZ-ZZZZ-ZZZZ', guesser)).toMatchObject({ __typename: 'TooManyAttempts' })
    expect(await enrol(code, guesser)).toMatchObject({ __typename: 'TooManyAttempts' })
    expect(await enrol(code, from('203.0.113.199'))).toMatchObject({ __typename: 'EnrolDeviceSuccess' })
  })

  it('is added once with one idempotency key, its code shown once', async () => {
    const input = asked(org, { idempotencyKey: newId() })
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(asOrgAdmin(org), 'addDevice', input)))
    expect(new Set(answers.map(({ device }) => device?.id)).size).toBe(1)
    expect(answers.filter(({ enrolment }) => enrolment)).toHaveLength(1)
  })

  it('needs a name, a gate of the organization and a direction', async () => {
    const wrong = (more: object) => send(asOrgAdmin(org), 'addDevice', asked(org, more))
    expect(await wrong({ name: ' ' })).toMatchObject({ path: ['input', 'name'] })
    expect(await wrong({ mayAdmit: false })).toMatchObject({ path: ['input', 'mayAdmit'] })
    for (const gateId of [gid('Gate', theirs.gates[0].id), gid('Gate', newId()), 'x'])
      expect(await wrong({ gateId })).toMatchObject({ __typename: 'NotFound' })
  })
})

describe('an enrolled device', () => {
  it('is seen once in five minutes, renamed, revoked at once, and enrolled again by a new code', async () => {
    const { id, code } = await added(org)
    const { token } = await enrol(code)
    const old = token ?? ''
    expect(await lets(old)).toBe(true)
    await expect.poll(async () => (await prisma.device.findUniqueOrThrow({ where: { id: localOf(id) } })).lastSeenAt).not.toBeNull()
    expect(await send(asOrgAdmin(org), 'renameDevice', { deviceId: id, name: ' Side door ' })).toMatchObject({
      device: { name: 'Side door', status: 'ENROLLED' },
    })
    expect(await traces('device.rename', id)).toMatchObject([{ details: { before: 'Turnstile 1', after: 'Side door' } }])

    const answers = await Promise.all(Array.from({ length: 4 }, () => send(asOrgAdmin(org), 'revokeDevice', { deviceId: id })))
    expect(answers.filter(({ __typename }) => __typename === 'RevokeDeviceSuccess')).toHaveLength(1)
    expect(await lets(old)).toBe(false)
    expect(await traces('device.revoke', id)).toHaveLength(1)

    const renewed = await send(asOrgAdmin(org), 'renewDeviceEnrolment', { deviceId: id })
    expect(renewed).toMatchObject({ device: { status: 'REVOKED' } })
    const again = await enrol(renewed.enrolment?.code ?? '')
    expect([await lets(old), await lets(again.token ?? '')]).toEqual([false, true])
  })

  it('goes on until the new code is used, and is out at once then', async () => {
    const { id, code } = await added(org)
    const old = (await enrol(code)).token ?? ''
    const { enrolment } = await send(asOrgAdmin(org), 'renewDeviceEnrolment', { deviceId: id })
    expect(await lets(old)).toBe(true)
    const fresh = (await enrol(enrolment?.code ?? '')).token ?? ''
    expect([await lets(old), await lets(fresh)]).toEqual([false, true])
  })

  it('is recognised by its cookie where nobody is signed in, and a cookie that holds anything else by nothing', async () => {
    const { code } = await added(org)
    const device = (await enrol(code)).token ?? ''
    expect((await authenticate({ device })).actor.type).toBe('device')
    expect((await authenticate({ session: 'gcs_gone-gone-gone-gone', device })).actor.type).toBe('device')
    expect((await authenticate({ device: 'gcs_x' })).actor.type).toBe('anonymous')
  })
})

describe('devices', () => {
  it('are listed by gate and name, those of the organization alone', async () => {
    const name = `Kiosk ${newId().slice(-6)}`
    const { id } = await added(org, { name, gateId: gid('Gate', org.gates[1].id) })
    await added(theirs, { name })
    const document = 'query ($filter: DeviceFilter) { devices(first: 100, filter: $filter) { edges { node { id } } } }'
    const idsOf = async (filter: object) => {
      const { devices } = await dataOf<{ devices: { edges: { node: { id: string } }[] } }>(asOrgAdmin(org), document, { filter })
      return devices.edges.map(({ node }) => node.id)
    }
    expect(await idsOf({ search: name })).toEqual([id])
    expect(await idsOf({ search: name, gateId: gid('Gate', org.gates[0].id) })).toEqual([])
    expect(await idsOf({ gateId: gid('Gate', org.gates[1].id) })).toEqual([id])
    expect(await idsOf({ gateId: gid('Gate', theirs.gates[0].id) })).toEqual([])
  })

  it('of another organization cannot be touched', async () => {
    const foreign = await added(theirs)
    const { token } = await enrol(foreign.code)
    for (const deviceId of [foreign.id, gid('Device', newId()), 'x']) {
      expect(await send(asOrgAdmin(org), 'renewDeviceEnrolment', { deviceId })).toMatchObject({ __typename: 'NotFound' })
      expect(await send(asOrgAdmin(org), 'renameDevice', { deviceId, name: 'x' })).toMatchObject({ __typename: 'NotFound' })
      expect(await send(asOrgAdmin(org), 'revokeDevice', { deviceId })).toMatchObject({ __typename: 'NotFound' })
    }
    expect(await lets(token ?? '')).toBe(true)
  })

  it('are made by nobody who may not scan themselves', async () => {
    const { id } = await added(org)
    const permissions = new Set(['organization:manage'] as const)
    const manager = createCtx({ ...asOrgAdmin(org), permissions, ownPermissions: new Set() }, { language: 'en' })
    const forbidden = [{ extensions: { code: 'FORBIDDEN' } }]
    expect((await call(manager, documents.addDevice, { input: asked(org) })).errors).toMatchObject(forbidden)
    expect((await call(manager, documents.renewDeviceEnrolment, { input: { deviceId: id } })).errors).toMatchObject(forbidden)
    expect(await send(manager, 'revokeDevice', { deviceId: id })).toMatchObject({ device: { status: 'REVOKED' } })
  })

  it('are for those alone who manage the organization', async () => {
    const { id } = await added(org)
    const others = [asOperator(org), asHost(org), asSecurityOfficer(org), asDeveloper(org), await asApiKey(org), await asDevice(org)]
    for (const ctx of others) {
      expect((await call(ctx, '{ devices(first: 1) { edges { node { id } } } }')).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
      for (const what of ['renewDeviceEnrolment', 'revokeDevice'] as const)
        expect((await call(ctx, documents[what], { input: { deviceId: id } })).errors).toMatchObject([
          { extensions: { code: 'FORBIDDEN' } },
        ])
    }
  })
})
