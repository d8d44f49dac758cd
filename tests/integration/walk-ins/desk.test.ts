import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { checkInAtDesk, checkOutAtDesk } from '../../../server/domains/access-control/use-cases/check-in-at-desk'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { findArrivals } from '../../../server/domains/walk-ins/use-cases/find-arrivals'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator } from '../../setup/principals'
import { signedPass } from '../scan/signed-pass'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  other = await createOrganization()
})

const at = (visitPassId: string, more: object = {}) => ({ visitPassId, gateId: org.gates[0].id, nonce: newId(), ...more })
const stateOf = (id: string) =>
  prisma.visitPass.findUniqueOrThrow({ where: { id }, select: { status: true, presence: true, entriesUsed: true } })
const listed = async (ctx = asOperator(org), search?: string) =>
  (await findArrivals(ctx, org.site.id, search)).map(({ visitPass }) => visitPass.id)

describe('a desk lets in', () => {
  it('a guest who was found by name, by the rules of the gate, and leaves the check-in, its event and an audit row', async () => {
    const pass = await signedPass(org)
    const input = at(pass.id)
    const answer = await checkInAtDesk(asOperator(org), input)
    expect(answer).toMatchObject({ kind: 'ScanAdmitted', checkin: { forced: false, direction: 'ENTRY' } })
    expect(await stateOf(pass.id)).toEqual({ status: 'USED', presence: 'INSIDE', entriesUsed: 1 })
    const checkin = await prisma.checkin.findFirstOrThrow({ where: { visitPassId: pass.id } })
    expect(checkin).toMatchObject({ source: 'DESK', scannerId: org.operator.id })
    expect(await prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'visitpass.checked_in', entityId: pass.id } })).toBe(1)
    const trace = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'scan.desk', entityId: pass.id } })
    expect(trace).toMatchObject([{ actorId: org.operator.id, details: { checkinId: checkin.id, direction: 'ENTRY', verdict: 'admitted' } }])
    // The same once more is the same, and leaves no second row.
    expect(await checkInAtDesk(asOperator(org), input)).toMatchObject({ kind: 'ScanAdmitted', checkin: { id: checkin.id } })
    expect(await prisma.checkin.count({ where: { visitPassId: pass.id } })).toBe(1)
  })

  it.each(['SINGLE', 'MULTI'] as const)('exactly once when two do it at once, also on a pass of type %s', async (passType) => {
    const pass = await signedPass(org, { passType })
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkInAtDesk(asOperator(org), at(pass.id))))
    expect(answers.filter((answer) => 'kind' in answer && answer.kind === 'ScanAdmitted')).toHaveLength(1)
    expect(await stateOf(pass.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
  })

  it('nobody whom the rules keep out, and asks first what has to be seen to', async () => {
    const revoked = await signedPass(org)
    await revokeVisitPass(asHost(org), { visitPassId: revoked.id, reason: 'Mixed up' })
    expect(await checkInAtDesk(asOperator(org), at(revoked.id))).toMatchObject({ kind: 'ScanDenied', reason: 'REVOKED' })
    await prisma.site.update({ where: { id: org.site.id }, data: { identityCheck: true } })
    const pass = await signedPass(org)
    const input = at(pass.id)
    expect(await checkInAtDesk(asOperator(org), input)).toMatchObject({ kind: 'ScanIncomplete', missing: ['CONFIRM_IDENTITY'] })
    expect(await stateOf(pass.id)).toMatchObject({ presence: 'EXPECTED' })
    expect(await checkInAtDesk(asOperator(org), { ...input, fulfilled: ['CONFIRM_IDENTITY'] })).toMatchObject({ kind: 'ScanAdmitted' })
    await prisma.site.update({ where: { id: org.site.id }, data: { identityCheck: false } })
  })

  it('and out again, once', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    expect(await checkOutAtDesk(asOperator(org), at(pass.id))).toMatchObject({ code: 'VALIDATION_FAILED' })
    await checkInAtDesk(asOperator(org), at(pass.id))
    const answers = await Promise.all([1, 2, 3].map(() => checkOutAtDesk(asOperator(org), at(pass.id))))
    expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(1)
    expect(await stateOf(pass.id)).toMatchObject({ presence: 'LEFT' })
    expect(await checkInAtDesk(asOperator(org), at(pass.id))).toMatchObject({ kind: 'ScanAdmitted' })
  })

  it('only as far as its people reach: no other organization’s guests, no programs, no hosts', async () => {
    const [own, foreign] = [await signedPass(org), await signedPass(other)]
    expect(await checkInAtDesk(asOperator(org), at(foreign.id))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await checkInAtDesk(asOperator(org), at(own.id, { gateId: other.gates[0].id }))).toMatchObject({ code: 'NOT_FOUND' })
    await expect(checkInAtDesk(await asApiKey(org), at(own.id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(checkInAtDesk(await asDevice(org), at(own.id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(checkInAtDesk(asHost(org), at(own.id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await stateOf(own.id)).toMatchObject({ presence: 'EXPECTED' })
  })
})

describe('the list of a desk', () => {
  it('has who comes today and who is inside, and nobody of tomorrow or of another organization', async () => {
    const [today, foreign] = [await signedPass(org), await signedPass(other)]
    const startsAt = new Date(Date.now() + 3 * 86_400_000)
    const later = await signedPass(org, { startsAt })
    const ids = await listed()
    expect(ids).toContain(today.id)
    expect(ids).not.toContain(later.id)
    expect(ids).not.toContain(foreign.id)
    expect(await findArrivals(asOperator(org), other.site.id)).toEqual([])
    await expect(listed(asHost(org))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('is searched by the beginning of a name', async () => {
    const pass = await signedPass(org)
    expect(await listed(asOperator(org), 'petr')).toContain(pass.id)
    expect(await listed(asOperator(org), 'anna petr')).toContain(pass.id)
    expect(await listed(asOperator(org), 'sidorov')).toEqual([])
  })
})
