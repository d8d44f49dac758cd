import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { signPassCode } from '../../../server/domains/credentials/pass-signature'
import { signerOf } from '../../../server/domains/credentials/use-cases/signing-keys'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { scan, signedPass, verdict, wordOf } from './signed-pass'

let org: TestOrganization
const set = (id: string, data: Parameters<typeof prisma.visitPass.update>[0]['data']) => prisma.visitPass.update({ where: { id }, data })

beforeAll(async () => {
  org = await createOrganization()
})

describe('an entry', () => {
  it('is admitted once, recorded with its movement, and announced', async () => {
    const pass = await signedPass(org)
    const ctx = asOperator(org)
    const first = await scan(ctx, org, pass.code)
    expect(first).toMatchObject({
      kind: 'ScanAdmitted',
      checkin: { result: 'ADMITTED', direction: 'ENTRY', forced: false },
      visitPass: { status: 'USED', presence: 'INSIDE' },
    })
    expect(await verdict(ctx, org, pass.code)).toBe('ALREADY_USED')
    const rows = await prisma.checkin.findMany({ where: { visitPassId: pass.id }, orderBy: { id: 'asc' } })
    expect(rows.map(({ result, reason }) => [result, reason])).toEqual([
      ['ADMITTED', null],
      ['DENIED', 'ALREADY_USED'],
    ])
    expect(await prisma.visitPass.findUnique({ where: { id: pass.id } })).toMatchObject({
      status: 'USED',
      presence: 'INSIDE',
      entriesUsed: 1,
    })
    const events = await prisma.outboxEvent.findMany({
      where: { organizationId: org.id, type: { in: ['visitpass.checked_in', 'visitpass.denied'] } },
    })
    expect(events.map(({ payload }) => (payload as { checkinId: string }).checkinId).toSorted()).toEqual(
      rows.map(({ id }) => id).toSorted(),
    )
  })

  it('is admitted again and again on a pass for several entries', async () => {
    const { code, id } = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    for (const direction of ['ENTRY', 'EXIT', 'ENTRY', 'EXIT'] as const)
      expect(await verdict(ctx, org, code, { direction })).toBe('ScanAdmitted')
    expect(await prisma.visitPass.findUnique({ where: { id } })).toMatchObject({ status: 'ACTIVE', presence: 'LEFT', entriesUsed: 2 })
  })

  it('is allowed exactly as often as entries are left', async () => {
    const { code, id } = await signedPass(org, { passType: 'MULTI' })
    await set(id, { entriesLimit: 2 })
    const ctx = asOperator(org)
    expect([await verdict(ctx, org, code), await verdict(ctx, org, code), await verdict(ctx, org, code)]).toEqual([
      'ScanAdmitted',
      'ScanAdmitted',
      'ALREADY_USED',
    ])
  })
})

describe('a denied entry says why and is recorded', () => {
  const day = 86_400_000
  const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000)

  it.each([
    ['REVOKED', (id: string) => revokeVisitPass(asHost(org), { visitPassId: id, reason: 'Not today' })],
    ['BLOCKED', (id: string) => set(id, { status: 'SUSPENDED' })],
    ['PENDING_APPROVAL', (id: string) => set(id, { status: 'PENDING_APPROVAL' })],
    ['EXPIRED', (id: string) => set(id, { status: 'EXPIRED' })],
    ['EXPIRED', (id: string) => set(id, { validFrom: inHours(-3), validTo: inHours(-1) })],
    ['NOT_YET_VALID', (id: string) => set(id, { validFrom: inHours(1), validTo: inHours(2) })],
    ['UNKNOWN_CODE', (id: string) => set(id, { status: 'DRAFT' })],
    ['ALREADY_USED', (id: string) => set(id, { status: 'USED', entriesUsed: 1 })],
  ])('%s', async (reason, change) => {
    const pass = await signedPass(org)
    await change(pass.id)
    const outcome = await scan(asOperator(org), org, pass.code)
    expect(wordOf(outcome)).toBe(reason)
    expect(await prisma.checkin.findMany({ where: { visitPassId: pass.id } })).toMatchObject([{ result: 'DENIED', reason }])
    expect(outcome).toMatchObject({ message: expect.stringMatching(/^[A-Z].+\.$/) as string })
  })

  it('APPOINTMENT_CANCELED, and not when the pass was kept', async () => {
    const [gone, kept] = [await signedPass(org), await signedPass(org)]
    await cancelAppointment(asHost(org), { appointmentId: gone.appointmentId, passes: 'REVOKE' })
    await cancelAppointment(asHost(org), { appointmentId: kept.appointmentId, passes: 'KEEP' })
    expect(await verdict(asOperator(org), org, gone.code)).toBe('APPOINTMENT_CANCELED')
    expect(await verdict(asOperator(org), org, kept.code)).toBe('ScanAdmitted')
  })

  it('STALE_CODE for a code that was replaced', async () => {
    const pass = await signedPass(org)
    const { keyId, privateKey } = await signerOf(org.id)
    const claims = { keyId, passId: pass.id, notBefore: pass.validFrom, expiresAt: new Date(pass.validTo.getTime() + day), flags: 0 }
    await set(pass.id, { qrToken: signPassCode(claims, privateKey) })
    expect(await verdict(asOperator(org), org, pass.code)).toBe('STALE_CODE')
  })

  it('WRONG_GATE at another site', async () => {
    const pass = await signedPass(org)
    const [siteId, gateId] = [newId(), newId()]
    await prisma.site.create({
      data: { id: siteId, organizationId: org.id, name: 'Plant', timeZone: 'Europe/Berlin', accessState: { create: {} } },
    })
    await prisma.gate.create({ data: { id: gateId, organizationId: org.id, siteId, name: 'Plant gate' } })
    expect(await verdict(asOperator(org), org, pass.code, { gateId })).toBe('WRONG_GATE')
    expect(await verdict(asOperator(org), org, pass.code, { gateId: org.gates[1].id })).toBe('ScanAdmitted')
  })

  it('UNKNOWN_CODE for another organization’s code, which learns nothing of it', async () => {
    const other = await createOrganization()
    const pass = await signedPass(other)
    const outcome = await scan(asOrgAdmin(org), org, pass.code)
    expect(outcome).toMatchObject({ kind: 'ScanDenied', reason: 'UNKNOWN_CODE', visitPass: null, checkin: { visitPassId: null } })
    expect(await scan(asOrgAdmin(org), org, pass.code, { direction: 'EXIT' })).toMatchObject({ reason: 'UNKNOWN_CODE', visitPass: null })
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
    expect(await verdict(asOrgAdmin(other), other, pass.code)).toBe('ScanAdmitted')
  })

  it('in the language of the scanner', async () => {
    const ctx = asOperator(org, { language: 'ru' })
    expect(await scan(ctx, org, 'no such code')).toMatchObject({
      reason: 'UNKNOWN_CODE',
      message: expect.stringMatching(/^[А-Я]/) as string,
    })
  })
})

describe('an exit', () => {
  it.each(['REVOKED', 'SUSPENDED', 'EXPIRED', 'USED', 'ACTIVE', 'PENDING_APPROVAL'] as const)(
    'is never denied to a known pass: %s',
    async (status) => {
      const pass = await signedPass(org)
      await set(pass.id, { status, presence: 'INSIDE', validFrom: new Date(0), validTo: new Date(1_000) })
      expect(await scan(asOperator(org), org, pass.code, { direction: 'EXIT' })).toMatchObject({
        kind: 'ScanAdmitted',
        visitPass: { presence: 'LEFT', status },
      })
    },
  )

  it('with an unknown code is recorded as denied', async () => {
    const nonce = newId()
    expect(await verdict(asOperator(org), org, 'GC1:', { direction: 'EXIT', nonce })).toBe('UNKNOWN_CODE')
    expect(await prisma.checkin.findMany({ where: { nonce } })).toMatchObject([{ result: 'DENIED', visitPassId: null, direction: 'EXIT' }])
  })
})

describe('a device', () => {
  it('claims only the directions and gates of its enrolment', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const entryOnly = await asDevice(org, {}, { mayAdmit: true, mayCheckOut: false })
    const exitOnly = await asDevice(org, {}, { mayAdmit: false, mayCheckOut: true })
    expect(await verdict(entryOnly, org, pass.code)).toBe('ScanAdmitted')
    expect(await verdict(entryOnly, org, pass.code, { direction: 'EXIT' })).toBe('VALIDATION_FAILED')
    expect(await verdict(exitOnly, org, pass.code)).toBe('VALIDATION_FAILED')
    expect(await verdict(exitOnly, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
  })

  it('does not see gates of others, existing or not', async () => {
    const pass = await signedPass(org)
    const other = await createOrganization()
    const device = await asDevice(org)
    const [foreign, nowhere] = [
      await scan(device, org, pass.code, { gateId: other.gates[0].id }),
      await scan(device, org, pass.code, { gateId: newId() }),
    ]
    expect(foreign).toMatchObject({ failure: 'NotFound' })
    expect(foreign).toEqual(nowhere)
    expect(await scan(asOrgAdmin(org), org, pass.code, { gateId: other.gates[0].id })).toEqual(
      await scan(asOrgAdmin(org), org, pass.code, { gateId: newId() }),
    )
  })
})

describe('who may scan', () => {
  it('needs the right to, before anything is looked at', async () => {
    const pass = await signedPass(org)
    await expect(scan(asHost(org), org, pass.code)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(0)
  })
})

describe('a gate that checks identity', () => {
  it('settles nothing until it is confirmed; the same nonce then goes on', async () => {
    const strict = await createOrganization({ identityCheck: true })
    const pass = await signedPass(strict)
    const ctx = asOperator(strict)
    const nonce = newId()
    const asked = await scan(ctx, strict, pass.code, { nonce })
    expect(asked).toMatchObject({ kind: 'ScanIncomplete', missing: ['CONFIRM_IDENTITY'], visitPass: { status: 'ACTIVE' } })
    expect(await verdict(ctx, strict, pass.code, { nonce })).toBe('ScanIncomplete')
    expect(await prisma.checkin.count({ where: { organizationId: strict.id } })).toBe(0)
    expect(await verdict(ctx, strict, pass.code, { nonce, fulfilled: ['CONFIRM_IDENTITY'] })).toBe('ScanAdmitted')
    expect(await verdict(ctx, strict, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await prisma.checkin.count({ where: { organizationId: strict.id } })).toBe(1)
  })
})
