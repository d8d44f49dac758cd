import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { signedPass } from '../scan/signed-pass'
import { call, dataOf, gid } from './graphql-call'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const cancelDocument = `mutation ($input: CancelAppointmentInput!) { result: cancelAppointment(input: $input) { __typename
  ... on CancelAppointmentSuccess { appointment { id status cancelReason visitPasses(first: 5) { edges { node { status } } } } } ... on UserError { code path } } }`
const revokeDocument = `mutation ($input: RevokeVisitPassInput!) { result: revokeVisitPass(input: $input) { __typename
  ... on RevokeVisitPassSuccess { visitPass { id status revokedReason } } ... on UserError { code path } } }`

type Result = { result: Record<string, unknown> & { __typename: string } }
const cancel = async (ctx = asHost(org), input: object = {}) => (await dataOf<Result>(ctx, cancelDocument, { input })).result
const revoke = async (ctx = asHost(org), input: object = {}) => (await dataOf<Result>(ctx, revokeDocument, { input })).result
const events = (entityId: string, type: string) => prisma.outboxEvent.count({ where: { entityId, type } })

describe('calling a visit off', () => {
  it.each([
    ['REVOKE', 'REVOKED'],
    ['KEEP', 'ACTIVE'],
  ] as const)('with passes: %s', async (passes, status) => {
    const pass = await signedPass(org)
    const input = { appointmentId: gid('Appointment', pass.appointmentId), passes, reason: 'Moved' }
    const expected = { appointment: { status: 'CANCELED', cancelReason: 'Moved', visitPasses: { edges: [{ node: { status } }] } } }
    expect(await cancel(asHost(org), input)).toMatchObject(expected)
    expect(await cancel(asHost(org), { ...input, reason: 'Again' })).toMatchObject(expected)
    expect(await events(pass.appointmentId, 'appointment.canceled')).toBe(1)
    expect(await events(pass.id, 'visitpass.revoked')).toBe(passes === 'REVOKE' ? 1 : 0)
  })

  it('is done once by ten who try at once', async () => {
    const pass = await signedPass(org)
    const input = { appointmentId: gid('Appointment', pass.appointmentId), passes: 'REVOKE' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(asOperator(org), input)))
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['CancelAppointmentSuccess']))
    expect(await events(pass.appointmentId, 'appointment.canceled')).toBe(1)
    expect(await prisma.auditLog.count({ where: { entityId: pass.appointmentId, action: 'appointment.cancel' } })).toBe(1)
  })

  it('that is over is refused', async () => {
    const pass = await signedPass(org)
    await prisma.appointment.update({ where: { id: pass.appointmentId }, data: { status: 'COMPLETED' } })
    expect(await cancel(asHost(org), { appointmentId: gid('Appointment', pass.appointmentId), passes: 'KEEP' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'appointmentId'],
    })
  })

  it('of somebody else is as one that does not exist', async () => {
    const other = await createOrganization()
    const [foreign, mine] = [await signedPass(other), await signedPass(org)]
    const colleague = asHost(org, {}, await createHost(org.id))
    const ids = [gid('Appointment', foreign.appointmentId), gid('Appointment', newId()), gid('VisitPass', mine.id), 'nonsense']
    const answers = await Promise.all(ids.map((appointmentId) => cancel(asOperator(org), { appointmentId, passes: 'REVOKE' })))
    answers.push(await cancel(colleague, { appointmentId: gid('Appointment', mine.appointmentId), passes: 'REVOKE' }))
    for (const answer of answers) expect(answer).toEqual({ __typename: 'NotFound', code: 'NOT_FOUND', path: ['input', 'appointmentId'] })
    expect(await prisma.visitPass.findMany({ where: { id: { in: [foreign.id, mine.id] } }, select: { status: true } })).toEqual([
      { status: 'ACTIVE' },
      { status: 'ACTIVE' },
    ])
  })

  it('needs the right to', async () => {
    const { data, errors } = await call(asSecurityOfficer(org), cancelDocument, { input: { appointmentId: 'x', passes: 'KEEP' } })
    expect([data, errors[0]?.extensions?.code]).toEqual([null, 'FORBIDDEN'])
  })
})

describe('withdrawing a pass', () => {
  it('done again changes nothing and is no error', async () => {
    const pass = await signedPass(org)
    const visitPassId = gid('VisitPass', pass.id)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => revoke(asOperator(org), { visitPassId, reason: `Reason ${index}` })),
    )
    const [first, ...rest] = answers
    expect(first).toMatchObject({ visitPass: { status: 'REVOKED', revokedReason: expect.stringMatching(/^Reason \d$/) as string } })
    for (const answer of rest) expect(answer).toEqual(first)
    expect(await events(pass.id, 'visitpass.revoked')).toBe(1)
    expect(await prisma.auditLog.count({ where: { entityId: pass.id, action: 'pass.revoke' } })).toBe(1)
  })

  it('needs a reason, and a pass that is not over', async () => {
    const pass = await signedPass(org)
    const visitPassId = gid('VisitPass', pass.id)
    expect(await revoke(asHost(org), { visitPassId, reason: ' ' })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'reason'] })
    await prisma.visitPass.update({ where: { id: pass.id }, data: { status: 'EXPIRED' } })
    expect(await revoke(asHost(org), { visitPassId, reason: 'Late' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'visitPassId'],
    })
  })

  it('of somebody else is as one that does not exist', async () => {
    const other = await createOrganization()
    const [foreign, mine] = [await signedPass(other), await signedPass(org)]
    const colleague = asHost(org, {}, await createHost(org.id))
    const expected = { __typename: 'NotFound', code: 'NOT_FOUND', path: ['input', 'visitPassId'] }
    for (const id of [gid('VisitPass', foreign.id), gid('VisitPass', newId()), 'nonsense'])
      expect(await revoke(asOperator(org), { visitPassId: id, reason: 'x' })).toEqual(expected)
    expect(await revoke(colleague, { visitPassId: gid('VisitPass', mine.id), reason: 'x' })).toEqual(expected)
  })
})
