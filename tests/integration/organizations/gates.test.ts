import { beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { dataOf, gid } from '../api/graphql-call'
import { scan, signedPass, verdict } from '../scan/signed-pass'
import { change, madeGate } from './site-calls'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const trace = (action: string, entityId: string) => prisma.auditLog.findMany({ where: { action, entityId } })
const close = (gateId: string) => change(asOrgAdmin(org), 'closeGate', { gateId: gid('Gate', gateId) })
const gatesOf = async (ctx = asOperator(org)) =>
  (
    await dataOf<{ gates: { edges: { node: { name: string } }[] } }>(ctx, '{ gates(first: 10) { edges { node { name } } } }')
  ).gates.edges.map(({ node }) => node.name)

describe('a gate', () => {
  it('is made, renamed, closed and opened again, each with one audit row', async () => {
    const ctx = asOrgAdmin(org)
    const id = await madeGate(ctx, org.site.id, ' Loading dock ')
    const gateId = gid('Gate', id)
    expect(await gatesOf()).toContain('Loading dock')
    expect(await trace('gate.create', id)).toMatchObject([{ details: { before: null, after: { name: 'Loading dock' } } }])
    expect(await change(ctx, 'renameGate', { gateId, name: 'Dock' })).toMatchObject({ gate: { name: 'Dock' } })
    await change(ctx, 'renameGate', { gateId, name: 'Dock' })
    expect(await trace('gate.rename', id)).toMatchObject([{ details: { before: { name: 'Loading dock' }, after: { name: 'Dock' } } }])
    expect((await close(id)).gate?.closedAt).toEqual(expect.any(String))
    await close(id)
    expect(await gatesOf()).not.toContain('Dock')
    const closed = `{ node(id: "${gid('Site', org.site.id)}") { ... on Site { gates(first: 5, isClosed: true) { edges { node { name } } } } } }`
    expect(await dataOf(asOperator(org), closed)).toMatchObject({ node: { gates: { edges: [{ node: { name: 'Dock' } }] } } })
    expect(await change(ctx, 'reopenGate', { gateId })).toMatchObject({ gate: { closedAt: null } })
    await change(ctx, 'reopenGate', { gateId })
    expect([(await trace('gate.close', id)).length, (await trace('gate.reopen', id)).length]).toEqual([1, 1])
    expect(await gatesOf()).toContain('Dock')
  })

  it('has a name and is changed by those alone who manage the organization', async () => {
    const gateId = gid('Gate', org.gates[0].id)
    const nameless = await change(asOrgAdmin(org), 'renameGate', { gateId, name: ' ' })
    expect(nameless).toMatchObject({ __typename: 'ValidationFailed', fields: [{ path: ['input', 'name'] }] })
    const theirs = asOrgAdmin(await createOrganization())
    for (const [field, input] of Object.entries({ renameGate: { gateId, name: 'x' }, closeGate: { gateId }, reopenGate: { gateId } })) {
      await expect(change(asOperator(org), field, input), field).rejects.toThrow('FORBIDDEN')
      await expect(change(asHost(org), field, input), field).rejects.toThrow('FORBIDDEN')
      expect(await change(theirs, field, input), field).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'gateId'] })
    }
  })

  it('lets nobody in while it is closed, whatever scans; leaving is recorded, and a repeated scan has its first answer', async () => {
    const [first, second] = org.gates
    const pass = await signedPass(org, { passType: 'MULTI' })
    const device = await asDevice(org)
    const nonce = 'before-it-closed'
    expect(await verdict(device, org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect((await close(first.id)).__typename).toBe('CloseGateSuccess')
    expect(await verdict(device, org, pass.code, { nonce })).toBe('ScanAdmitted')
    expect(await scan(device, org, pass.code)).toMatchObject({ failure: 'ValidationFailed', path: ['input', 'gateId'] })
    expect(await verdict(asOperator(org), org, pass.code)).toBe('VALIDATION_FAILED')
    expect(await verdict(device, org, pass.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(device, org, pass.code, { gateId: second.id })).toBe('ScanAdmitted')
    expect(await gatesOf(device)).toEqual([second.name])
  })

  it('is not closed as the last open one while guests are expected, not even by two at once', async () => {
    await signedPass(org)
    const answers = await Promise.all(org.gates.map(({ id }) => close(id)))
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['CloseGateSuccess', 'ValidationFailed'])
    expect(answers.find(({ fields }) => fields)?.fields).toMatchObject([{ message: expect.stringMatching(/last open gate/) as string }])
    expect(await prisma.gate.count({ where: { siteId: org.site.id, closedAt: null } })).toBe(1)
  })

  it('is closed as the last one where nobody is expected', async () => {
    for (const { id } of org.gates) expect((await close(id)).__typename).toBe('CloseGateSuccess')
  })
})
