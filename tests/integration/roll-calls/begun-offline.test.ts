import { beforeEach, describe, expect, it } from 'vitest'
import { personKeyOf } from '../../../shared/roll-call'
import { newId } from '../../../server/core/ids'
import { endRollCall } from '../../../server/domains/roll-calls/use-cases/end-roll-call'
import { findRollCalls, marksOf, peopleOf } from '../../../server/domains/roll-calls/use-cases/find-roll-calls'
import { recordRollCall } from '../../../server/domains/roll-calls/use-cases/record-roll-call'
import { startRollCall } from '../../../server/domains/roll-calls/use-cases/start-roll-call'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asSecurityOfficer } from '../../setup/principals'
import { made } from '../scan/places'
import { signedPass, verdict } from '../scan/signed-pass'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

/** Somebody who came in some minutes ago. */
async function insider(minutes: number) {
  const pass = await signedPass(org, { passType: 'MULTI' })
  expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
  await prisma.visitPass.update({ where: { id: pass.id }, data: { insideSince: minutesAgo(minutes) }, select: { id: true } })
  return pass
}

const tell = (ctx: ReturnType<typeof asOperator>, begunAt: Date, more: object = {}) =>
  made(startRollCall(ctx, { siteId: org.site.id, kind: 'EVACUATION', begunAt, ...more }))
const joins = () => prisma.auditLog.count({ where: { organizationId: org.id, action: 'roll_call.join' } })

describe('a roll call that was begun without a connection', () => {
  it('began then, asks for who was inside then, and told again is the same', async () => {
    const before = await insider(30)
    await insider(5)
    const begunAt = minutesAgo(20)
    const rollCall = await tell(asOperator(org), begunAt)
    expect(rollCall.startedAt).toEqual(begunAt)
    expect((await peopleOf(asOperator(org), rollCall)).map(({ key }) => key)).toEqual([personKeyOf(before.id, 1)])
    expect((await tell(asOperator(org), begunAt)).id).toBe(rollCall.id)
    await made(endRollCall(asSecurityOfficer(org), { rollCallId: rollCall.id }))
    // The answer was lost, and it ended meanwhile: it is still the same.
    expect((await tell(asOperator(org), begunAt)).id).toBe(rollCall.id)
    expect(await findRollCalls(asOperator(org), {})).toHaveLength(1)
    expect(await joins()).toBe(0)
    expect((await tell(asOperator(org), new Date())).id).not.toBe(rollCall.id)
  })

  it('is one with those that others began, whoever tells first; it began when the first of them did, and says who joined', async () => {
    const pass = await insider(60)
    const [early, late] = [minutesAgo(40), minutesAgo(30)]
    const second = await tell(asSecurityOfficer(org), late)
    const first = await tell(asOperator(org), early)
    expect(first.id).toBe(second.id)
    expect(first.startedAt).toEqual(early)
    expect(await joins()).toBe(1)
    const key = personKeyOf(pass.id, 1)
    const said = (state: 'SAFE' | 'MISSING', at: Date) => ({ nonce: newId(), personKey: key, state, occurredAt: at })
    for (const [ctx, mark] of [
      [asOperator(org), said('MISSING', minutesAgo(38))],
      [asSecurityOfficer(org), said('SAFE', minutesAgo(29))],
    ] as const)
      await made(recordRollCall(ctx, { rollCallId: first.id, people: [{ key, visitPassId: pass.id }], marks: [mark] }))
    expect((await marksOf(asOperator(org), first)).map(({ state, personKey }) => [personKey, state])).toEqual([
      [key, 'MISSING'],
      [key, 'SAFE'],
    ])
    expect(await peopleOf(asOperator(org), first)).toHaveLength(1)
  })

  it('goes on in the one at the server, however many tell at once', async () => {
    await insider(60)
    const told = [40, 35, 30, 25].map((ago) => tell(ago % 2 ? asOperator(org) : asSecurityOfficer(org), minutesAgo(ago)))
    expect(new Set((await Promise.all(told)).map(({ id }) => id)).size).toBe(1)
    const [rollCall] = await findRollCalls(asOperator(org), {})
    expect(rollCall && Date.now() - rollCall.startedAt.getTime()).toBeGreaterThan(39 * 60_000)
  })

  it('takes whom the device had inside though they are gone by now; of other places only that somebody was seen', async () => {
    const gone = await insider(60)
    expect(await verdict(asOperator(org), org, gone.code, { direction: 'EXIT' })).toBe('ScanAdmitted')
    const rollCall = await tell(asOperator(org), minutesAgo(30))
    expect(await peopleOf(asOperator(org), rollCall)).toHaveLength(0)
    const other = await createOrganization()
    const foreign = await signedPass(other)
    const people = [gone.id, foreign.id].map((id) => ({ key: personKeyOf(id, 1), visitPassId: id }))
    const marks = people.map(({ key }) => ({ nonce: newId(), personKey: key, state: 'SAFE' as const, occurredAt: new Date() }))
    await made(recordRollCall(asOperator(org), { rollCallId: rollCall.id, people, marks }))
    const known = await peopleOf(asOperator(org), rollCall)
    expect(known.map(({ visitPassId }) => visitPassId)).toEqual([gone.id, null])
    expect(await recordRollCall(asOperator(org), { rollCallId: rollCall.id, people: [{ key: 'x', visitPassId: gone.id }] })).toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })

  it('puts the clock of the device right, and is none that began half a day later', async () => {
    const wrong = Date.now() - 3_600_000
    const begunAt = new Date(wrong - 60_000)
    const rollCall = await tell(asOperator(org), begunAt, { deviceTime: new Date(wrong) })
    expect(Math.abs(Date.now() - 60_000 - rollCall.startedAt.getTime())).toBeLessThan(10_000)
    await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
    expect((await tell(asOperator(org), minutesAgo(13 * 60))).id).not.toBe(rollCall.id)
  })
})
