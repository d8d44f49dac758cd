import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { findStayPolicy, updateStayPolicy } from '../../../server/domains/access-control/use-cases/presence/stay-policy'
import { historyOf, standingOf } from '../../../server/domains/access-control/use-cases/offline/record-scans'
import { uploadScans } from '../../../server/domains/access-control/use-cases/offline/upload-scans'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { endRollCall } from '../../../server/domains/roll-calls/use-cases/end-roll-call'
import { exitsOf, peopleOf } from '../../../server/domains/roll-calls/use-cases/find-roll-calls'
import { startRollCall } from '../../../server/domains/roll-calls/use-cases/start-roll-call'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { counted, made, policy } from './places'
import { scan, signedPass, verdict, type SignedPass } from './signed-pass'
import { minutesAgo, stayTrials } from './stay-work'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const { stays, keep, passOf, logOf, eventsOf, unseen, overdue } = stayTrials(() => org)

/** What all check-ins come to by themselves is what stands on the pass. */
async function expectToAgree({ id }: { id: string }) {
  const pass = await passOf({ id })
  const { state } = await asOperator(org).transaction((tx) => historyOf(tx, pass))
  const { presence, peopleInside, entriesUsed, status } = pass
  expect(standingOf(pass, state)).toMatchObject({ presence, peopleInside, entriesUsed, status })
}

async function told(direction: 'ENTRY' | 'EXIT', { code }: SignedPass, minutes: number) {
  const one = { code, gateId: org.gates[0].id, direction, nonce: randomUUID(), occurredAt: minutesAgo(minutes), admitted: true }
  const checkins = await uploadScans(await asDevice(org), { scans: [one] })
  if (isFailure(checkins)) throw new Error(JSON.stringify(checkins))
}

describe('what a site says about guests whom nobody saw leaving', () => {
  it('is nothing at first; it is kept, audited, and said by whoever says who may come in', async () => {
    const never = { remindMinutes: null, checkOutMinutes: null, checkOutTime: null, longestStayHours: null }
    expect(await findStayPolicy(asOrgAdmin(org), org.site.id)).toEqual({ ...never, remindsGuest: false })
    await stays({ remindMinutes: 15, remindsGuest: true, checkOutTime: '23:00' })
    expect(await findStayPolicy(asSecurityOfficer(org), org.site.id)).toEqual({
      ...never,
      remindMinutes: 15,
      remindsGuest: true,
      checkOutTime: '23:00',
    })
    const [trace] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'site.set_stay_policy' } })
    expect(trace).toMatchObject({ entityId: org.site.id, details: { before: { checkOutTime: null }, after: { checkOutTime: '23:00' } } })
    await expect(updateStayPolicy(asHost(org), { siteId: org.site.id, remindsGuest: false })).rejects.toThrow()
    for (const wrong of [{ checkOutTime: '24:00' }, { longestStayHours: 0 }, { remindMinutes: 1_441 }, { checkOutMinutes: -1 }])
      expect(await updateStayPolicy(asOrgAdmin(org), { siteId: org.site.id, remindsGuest: false, ...wrong })).toMatchObject({
        code: 'VALIDATION_FAILED',
      })
  })

  it('does nothing where it says nothing', async () => {
    const pass = await overdue()
    expect(await keep(new Date(Date.now() + 7 * 86_400_000))).toBe(0)
    expect(await passOf(pass)).toMatchObject({ presence: 'INSIDE' })
  })
})

describe('a check-out by the clock', () => {
  it('is an entry of its own that says that nobody saw it; what the gate wrote stays', async () => {
    await stays({ checkOutMinutes: 5 })
    await policy(org, { capacity: 1 })
    const pass = await overdue()
    const before = await prisma.checkin.findFirstOrThrow({ where: { visitPassId: pass.id } })
    expect(await keep()).toBe(1)
    const [kept, added] = await prisma.checkin.findMany({ where: { visitPassId: pass.id }, orderBy: { id: 'asc' } })
    expect(kept).toEqual(before)
    expect(added).toMatchObject({
      direction: 'EXIT',
      movement: 'OUT',
      source: 'CLOCK',
      isCorrection: true,
      forced: true,
      forcedReason: 'AFTER_VISIT',
    })
    expect(await passOf(pass)).toMatchObject({ presence: 'LEFT', peopleInside: 0, insideSince: null, entriesUsed: 1 })
    expect(await counted(org)).toMatchObject({ inside: 0 })
    expect(await eventsOf('visitpass.checked_out')).toMatchObject([{ payload: { checkinId: added!.id, cause: 'AUTOMATIC', forced: true } }])
    const [trace] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'presence.leave_unseen' } })
    expect(trace).toMatchObject({ actorType: 'system', entityId: pass.id, details: { reason: 'AFTER_VISIT', people: 1 } })
    expect(await unseen()).toEqual([[pass.id, 'CLOCK']])
    await expectToAgree(pass)
    // The place is free again.
    expect(await verdict(asOperator(org), org, (await signedPass(org)).code)).toBe('ScanAdmitted')
  })

  it('is one, and one notice, of twenty at once', async () => {
    await stays({ checkOutMinutes: 5 })
    const pass = await overdue()
    const done = await Promise.all(Array.from({ length: 20 }, () => keep()))
    expect(done.reduce((sum, each) => sum + each)).toBe(1)
    expect(await logOf(pass)).toEqual(['DESK ENTRY ADMITTED', 'CLOCK EXIT ADMITTED'])
    expect(await eventsOf('visitpass.checked_out')).toHaveLength(1)
  })

  it('gives way to a guest who leaves at the same moment, whoever is first', async () => {
    await stays({ checkOutMinutes: 5 })
    const passes = await Promise.all(Array.from({ length: 6 }, () => overdue()))
    await Promise.all([keep(), ...passes.map(({ code }) => scan(asOperator(org), org, code, { direction: 'EXIT' })), keep()])
    for (const pass of passes) {
      const log = await logOf(pass)
      expect(log).toContain('DESK EXIT ADMITTED')
      expect(log.filter((line) => line.startsWith('CLOCK')).length).toBeLessThanOrEqual(1)
      expect(await passOf(pass)).toMatchObject({ presence: 'LEFT', peopleInside: 0 })
      await expectToAgree(pass)
    }
    expect(await unseen()).toEqual([])
  })

  it('waits for the end of a visit that was moved meanwhile', async () => {
    await stays({ checkOutMinutes: 5 })
    const pass = await overdue()
    await prisma.appointment.updateMany({ where: { id: pass.appointmentId }, data: { endsAt: minutesAgo(-60) } })
    expect(await keep()).toBe(0)
    expect(await keep(minutesAgo(-64))).toBe(0)
    expect(await keep(minutesAgo(-66))).toBe(1)
  })

  it('lets a visit of several days go on, but for the longest stay', async () => {
    await stays({ checkOutMinutes: 0, checkOutTime: '23:00' })
    const pass = await overdue()
    await prisma.appointment.updateMany({ where: { id: pass.appointmentId }, data: { endsAt: minutesAgo(-3 * 1_440) } })
    expect(await keep(minutesAgo(-2 * 1_440))).toBe(0)
    await stays({ longestStayHours: 12 })
    expect(await keep(minutesAgo(-2 * 1_440))).toBe(1)
    expect(await prisma.checkin.findFirst({ where: { visitPassId: pass.id, source: 'CLOCK' } })).toMatchObject({
      forcedReason: 'LONGEST_STAY',
    })
  })

  it('takes each of a group out', async () => {
    await stays({ checkOutMinutes: 5 })
    const hours = { startsAt: minutesAgo(30), endsAt: minutesAgo(-30) }
    const visit = await made(
      inviteGuest(asHost(org), { visitor: { name: 'Anna Petrova' }, siteId: org.site.id, passType: 'GROUP', groupSize: 5, ...hours }),
    )
    const { id } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: visit.id } })
    await issueVisitPass({ organizationId: org.id } as never, { visitPassIds: [id] })
    const { qrToken } = await passOf({ id })
    for (const _ of [1, 2, 3]) expect(await verdict(asOperator(org), org, qrToken ?? '')).toBe('ScanAdmitted')
    await prisma.appointment.updateMany({ where: { id: visit.id }, data: { endsAt: minutesAgo(10) } })
    expect(await keep(minutesAgo(-10))).toBe(1)
    expect(await passOf({ id })).toMatchObject({ presence: 'LEFT', peopleInside: 0 })
    expect(await prisma.checkin.count({ where: { visitPassId: id, source: 'CLOCK', movement: 'OUT' } })).toBe(3)
    await expectToAgree({ id })
    const back = minutesAgo(5)
    await prisma.checkin.updateMany({ where: { visitPassId: id, source: 'DESK' }, data: { occurredAt: minutesAgo(20) } })
    await prisma.checkin.updateMany({ where: { visitPassId: id, source: 'CLOCK' }, data: { occurredAt: back } })
    await prisma.visitPass.update({ where: { id }, data: { movedAt: back }, select: { id: true } })
    // Others who come and go say nothing of those three; one more who goes is one of them.
    for (const direction of ['ENTRY', 'EXIT'] as const)
      expect(await verdict(asOperator(org), org, qrToken ?? '', { direction })).toBe('ScanAdmitted')
    expect(await unseen()).toHaveLength(3)
    expect(await verdict(asOperator(org), org, qrToken ?? '', { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await unseen()).toHaveLength(2)
    expect(await verdict(asOperator(org), org, qrToken ?? '')).toBe('ScanAdmitted')
    const rollCall = await made(startRollCall(asOperator(org), { siteId: org.site.id, kind: 'DRILL' }))
    const people = await peopleOf(asOperator(org), rollCall)
    expect(people.map(({ ordinal, of, leftUnseenAt }) => [ordinal, of, leftUnseenAt !== null])).toEqual([
      [1, 3, false],
      [2, 3, true],
      [3, 3, true],
    ])
  })

  it('leaves a pass of many entries good and a used one used; leaving is let happen all the same', async () => {
    await stays({ checkOutMinutes: 5 })
    const [many, single] = [await overdue(), await overdue({ passType: 'SINGLE' })]
    expect(await keep()).toBe(2)
    expect(await passOf(single)).toMatchObject({ status: 'USED', presence: 'LEFT' })
    expect(await verdict(asOperator(org), org, single.code)).toBe('ALREADY_USED')
    expect(await verdict(asOperator(org), org, single.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, many.code)).toBe('ScanAdmitted')
    expect(await passOf(many)).toMatchObject({ presence: 'INSIDE', entriesUsed: 2 })
    // Who was seen since is not among those whom nobody saw.
    expect(await unseen()).toEqual([])
    for (const pass of [many, single]) await expectToAgree(pass)
  })
})

describe('a gate that tells late', () => {
  it('of a way out before: the clock’s is withdrawn, and said to be', async () => {
    await stays({ checkOutMinutes: 5 })
    const pass = await overdue()
    await keep()
    await told('EXIT', pass, 12)
    expect(await logOf(pass)).toEqual(['DESK ENTRY ADMITTED', 'DEVICE EXIT ADMITTED', 'CLOCK EXIT ANNULLED'])
    expect(await eventsOf('checkin.annulled')).toHaveLength(1)
    expect(await unseen()).toEqual([])
    await expectToAgree(pass)
  })

  it('of an entry before: who had come in again counts as gone by the clock', async () => {
    await stays({ checkOutMinutes: 5 })
    const pass = await overdue()
    await keep()
    await told('EXIT', pass, 12)
    await told('ENTRY', pass, 11)
    expect(await logOf(pass)).toEqual(['DESK ENTRY ADMITTED', 'DEVICE EXIT ADMITTED', 'DEVICE ENTRY ADMITTED', 'CLOCK EXIT ADMITTED'])
    expect(await passOf(pass)).toMatchObject({ presence: 'LEFT' })
    expect(await unseen()).toEqual([[pass.id, 'CLOCK']])
    await expectToAgree(pass)
  })

  it('of a way out after: both stand, and nobody has to be looked for', async () => {
    await stays({ checkOutMinutes: 5 })
    const pass = await overdue()
    await keep(minutesAgo(4))
    await told('EXIT', pass, 2)
    expect(await logOf(pass)).toEqual(['DESK ENTRY ADMITTED', 'CLOCK EXIT ADMITTED', 'DEVICE EXIT ADMITTED'])
    expect(await unseen()).toEqual([])
    await expectToAgree(pass)
  })
})

describe('a roll call', () => {
  it('asks for whoever left unseen, keeps the clock from checking anybody out, and does not take the clock for a way out', async () => {
    await stays({ checkOutMinutes: 5 })
    const gone = await overdue()
    await keep()
    const inside = await overdue()
    const ctx = asOperator(org)
    const rollCall = await made(startRollCall(ctx, { siteId: org.site.id, kind: 'EVACUATION' }))
    const people = await peopleOf(ctx, rollCall)
    expect(people.map(({ visitPassId, leftUnseenAt }) => [visitPassId, leftUnseenAt !== null])).toEqual([
      [inside.id, false],
      [gone.id, true],
    ])
    expect(await keep()).toBe(0)
    expect(await passOf(inside)).toMatchObject({ presence: 'INSIDE' })
    expect(await verdict(ctx, org, gone.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    expect((await exitsOf(ctx, rollCall)).map(({ personKey }) => personKey)).toEqual([people[1]!.key])
    await made(endRollCall(ctx, { rollCallId: rollCall.id }))
    expect(await keep()).toBe(1)
    expect((await exitsOf(ctx, { ...rollCall, endedAt: null })).map(({ personKey }) => personKey)).toEqual([people[1]!.key])
  })

  it('loses nobody who is checked out while it begins', async () => {
    await stays({ checkOutMinutes: 5 })
    const passes = await Promise.all(Array.from({ length: 8 }, () => overdue()))
    const ctx = asOperator(org)
    const [rollCall] = await Promise.all([made(startRollCall(ctx, { siteId: org.site.id, kind: 'EVACUATION' })), keep()])
    const asked = (await peopleOf(ctx, rollCall)).map(({ visitPassId }) => visitPassId)
    expect(asked.toSorted()).toEqual(passes.map(({ id }) => id).toSorted())
    expect(await exitsOf(ctx, rollCall)).toEqual([])
  })
})
