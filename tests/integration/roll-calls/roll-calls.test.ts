import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { latestOf, mergeEntries, type Entry } from '../../../shared/roll-call'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { correctPresence } from '../../../server/domains/access-control/use-cases/presence/correct-presence'
import { endRollCall } from '../../../server/domains/roll-calls/use-cases/end-roll-call'
import {
  exitsOf,
  findRollCalls,
  marksOf,
  nameOf,
  noteOf,
  peopleOf,
  versionOf,
} from '../../../server/domains/roll-calls/use-cases/find-roll-calls'
import { endForgottenRollCalls, purgeRollCalls } from '../../../server/domains/roll-calls/use-cases/purge-roll-calls'
import { recordRollCall } from '../../../server/domains/roll-calls/use-cases/record-roll-call'
import { startRollCall } from '../../../server/domains/roll-calls/use-cases/start-roll-call'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import type { RollCall } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer, asUser } from '../../setup/principals'
import { made } from '../scan/places'
import { signedPass, verdict } from '../scan/signed-pass'

/** Courses that are tried. */
const runs = Number(process.env.ROLL_CALL_COURSES ?? 40)

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

async function insider() {
  const pass = await signedPass(org, { passType: 'MULTI' })
  expect(await verdict(asOperator(org), org, pass.code)).toBe('ScanAdmitted')
  return pass
}

const start = (kind: 'DRILL' | 'EVACUATION' = 'DRILL') => made(startRollCall(asOperator(org), { siteId: org.site.id, kind }))
const mark = (personKey: string, state: 'SAFE' | 'MISSING' | 'NOT_CHECKED', more: object = {}) => ({
  nonce: newId(),
  personKey,
  state,
  occurredAt: new Date(),
  ...more,
})

/** What everybody who looks sees: the latest of each person. */
async function standings(rollCall: RollCall) {
  const ctx = asOperator(org)
  const marks = (await marksOf(ctx, rollCall)).map(({ marshalId, nonce, personKey, state, occurredAt }): Entry => ({
    key: `${marshalId}:${nonce}`,
    personKey,
    standing: state,
    at: occurredAt.getTime(),
    marshal: marshalId,
  }))
  const exits = (await exitsOf(ctx, rollCall)).map(({ checkinId, personKey, occurredAt }): Entry => ({
    key: checkinId,
    personKey,
    standing: 'LEFT',
    at: occurredAt.getTime(),
    marshal: null,
  }))
  return new Map([...latestOf(mergeEntries(marks, exits))].map(([key, { standing }]) => [key, standing]))
}

describe('a roll call', () => {
  it('freezes who is inside, each of a group by itself; who comes later is not on it', async () => {
    const first = await insider()
    await prisma.visitPass.update({ where: { id: first.id }, data: { type: 'GROUP', peopleInside: 3 }, select: { id: true } })
    const second = await insider()
    const rollCall = await start()
    await insider()
    const people = await peopleOf(asOperator(org), rollCall)
    expect(people.map(({ visitPassId, ordinal, of }) => [visitPassId, ordinal, of])).toEqual([
      [first.id, 1, 3],
      [first.id, 2, 3],
      [first.id, 3, 3],
      [second.id, 1, 1],
    ])
    expect(people[0]?.hostId).toBe(org.host.id)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'roll_call.start' } })).toBe(1)
  })

  it('goes on once of a kind, whoever starts it and however many at once', async () => {
    await insider()
    const all = [asOperator(org), asSecurityOfficer(org), asOrgAdmin(org), asOperator(org)]
    const started = await Promise.all(all.map((ctx) => startRollCall(ctx, { siteId: org.site.id, kind: 'EVACUATION' })))
    expect(new Set(started.map((each) => (isFailure(each) ? each.code : each.id))).size).toBe(1)
    expect(await prisma.rollCallPerson.count({ where: { organizationId: org.id } })).toBe(1)
    const drill = await start('DRILL')
    expect(await findRollCalls(asOperator(org), {})).toHaveLength(2)
    const [one, other] = await Promise.all([
      endRollCall(asOperator(org), { rollCallId: drill.id }),
      endRollCall(asSecurityOfficer(org), { rollCallId: drill.id }),
    ])
    expect(one).toEqual(other)
    expect((await start('DRILL')).id).not.toBe(drill.id)
  })

  it('takes marks of several at once, each once, and whom they add; sent again nothing changes', async () => {
    await insider()
    const rollCall = await start()
    const [person] = await peopleOf(asOperator(org), rollCall)
    const marshals = [asOperator(org), asSecurityOfficer(org), asUser(org, await createUser(org.id, 'Operator'))]
    const told = marshals.map((ctx, index) => {
      const added = `device-${index}`
      const said = [
        mark(person?.key ?? '', index === 0 ? 'MISSING' : 'SAFE', { note: 'By the tree', assemblyPoint: 'Gate A' }),
        mark(added, 'SAFE'),
      ]
      return { ctx, input: { rollCallId: rollCall.id, people: [{ key: added, name: `Person ${index}` }], marks: said } }
    })
    await Promise.all([...told, ...told, ...told].map(({ ctx, input }) => made(recordRollCall(ctx, input))))
    const ctx = asOperator(org)
    const marks = await marksOf(ctx, rollCall)
    expect(marks).toHaveLength(6)
    expect(await Promise.all(marks.filter((row) => row.assemblyPoint).map((row) => noteOf(ctx, row)))).toEqual([
      'By the tree',
      'By the tree',
      'By the tree',
    ])
    const people = await peopleOf(ctx, rollCall)
    expect((await Promise.all(people.map((each) => nameOf(ctx, each)))).toSorted()).toEqual(['Person 0', 'Person 1', 'Person 2', null])
    const version = await versionOf(ctx, rollCall)
    await made(recordRollCall(ctx, told[0]?.input ?? { rollCallId: '' }))
    expect(await versionOf(ctx, rollCall)).toBe(version)
  })

  it(`comes to the same in whatever order devices tell, late and twice (${runs} courses)`, { timeout: 300_000 }, async () => {
    const passes = [await insider(), await insider(), await insider()]
    const marshals = [asOperator(org), asSecurityOfficer(org), asOrgAdmin(org)]
    const said = fc.record({
      who: fc.nat(2),
      whom: fc.nat(2),
      state: fc.constantFrom('SAFE' as const, 'MISSING' as const, 'NOT_CHECKED' as const),
      at: fc.nat(9),
    })
    const course = fc.record({ marks: fc.array(said, { minLength: 1, maxLength: 10 }), order: fc.infiniteStream(fc.nat(1_000)) })
    await fc.assert(
      fc.asyncProperty(course, async ({ marks, order }) => {
        const rollCall = await start()
        const keys = (await peopleOf(marshals[0] ?? asOperator(org), rollCall)).map(({ key }) => key)
        expect(keys).toHaveLength(passes.length)
        const begin = rollCall.startedAt.getTime() - 20
        await prisma.rollCall.update({ where: { id: rollCall.id }, data: { startedAt: new Date(begin - 1_000) }, select: { id: true } })
        const all = marks.map(({ who, whom, state, at }) => ({
          who,
          row: mark(keys[whom] ?? '', state, { occurredAt: new Date(begin + at) }),
        }))
        // Each is told, some twice, in an order of their own.
        const telling = [...all, ...all.filter((_, index) => index % 2 === 0)]
          .map((each) => ({ each, place: order.next().value ?? 0 }))
          .toSorted((one, other) => one.place - other.place)
        await Promise.all(
          telling.map(({ each }) =>
            made(recordRollCall(marshals[each.who] ?? asOperator(org), { rollCallId: rollCall.id, marks: [each.row] })),
          ),
        )
        const expected = mergeEntries(
          all.map(({ who, row }): Entry => {
            const { actor } = marshals[who] ?? asOperator(org)
            const marshal = 'id' in actor ? actor.id : ''
            return { key: `${marshal}:${row.nonce}`, personKey: row.personKey, standing: row.state, at: row.occurredAt.getTime(), marshal }
          }),
        )
        expect([...(await standings(rollCall))].toSorted()).toEqual(
          [...latestOf(expected)].map(([key, { standing }]) => [key, standing]).toSorted(),
        )
        await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
      }),
      { numRuns: runs },
    )
  })

  it('shows who left by a gate meanwhile, or was said to have; after its end nobody', async () => {
    const [first, second, third] = [await insider(), await insider(), await insider()]
    const rollCall = await start('EVACUATION')
    await verdict(asOperator(org), org, first.code, { direction: 'EXIT' })
    const { moves } = await prisma.visitPass.findUniqueOrThrow({ where: { id: second.id } })
    const left = { visitPassId: second.id, presence: 'LEFT' as const, moves, reason: 'Seen', nonce: newId() }
    await made(correctPresence(asOperator(org), left))
    const people = await peopleOf(asOperator(org), rollCall)
    const keyOf = (id: string) => people.find(({ visitPassId }) => visitPassId === id)?.key ?? ''
    expect(await standings(rollCall)).toEqual(
      new Map([
        [keyOf(first.id), 'LEFT'],
        [keyOf(second.id), 'LEFT'],
      ]),
    )
    const ended = await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
    await new Promise((done) => setTimeout(done, 5))
    await verdict(asOperator(org), org, third.code, { direction: 'EXIT' })
    expect(await exitsOf(asOperator(org), ended)).toHaveLength(2)
  })

  it('puts the clock of a device right, and nothing happens before it began or in the time to come', async () => {
    await insider()
    const rollCall = await start()
    const [person] = await peopleOf(asOperator(org), rollCall)
    const wrong = Date.now() - 3_600_000
    const marks = [
      mark(person?.key ?? '', 'SAFE', { occurredAt: new Date(wrong) }),
      mark(person?.key ?? '', 'SAFE', { occurredAt: new Date(wrong + 7_200_000) }),
    ]
    await made(recordRollCall(asOperator(org), { rollCallId: rollCall.id, marks, deviceTime: new Date(wrong) }))
    const rows = await marksOf(asOperator(org), rollCall)
    for (const { occurredAt, clockOffset } of rows) {
      expect(occurredAt.getTime()).toBeGreaterThanOrEqual(rollCall.startedAt.getTime())
      expect(occurredAt.getTime()).toBeLessThanOrEqual(Date.now())
      expect(Math.abs(clockOffset - 3_600_000)).toBeLessThan(5_000)
    }
  })

  it('takes marks that come after its end', async () => {
    await insider()
    const rollCall = await start()
    const [person] = await peopleOf(asOperator(org), rollCall)
    const seen = mark(person?.key ?? '', 'SAFE')
    await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
    await made(recordRollCall(asSecurityOfficer(org), { rollCallId: rollCall.id, marks: [seen] }))
    expect(await marksOf(asOperator(org), rollCall)).toHaveLength(1)
  })

  it('is for those who scan, as people; a host reads of their own guests alone', async () => {
    const own = await insider()
    const other = await createHost(org.id)
    const rollCall = await start()
    const what = { siteId: org.site.id, kind: 'DRILL' as const }
    await expect(startRollCall(asHost(org), what)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(startRollCall(await asApiKey(org), what)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(startRollCall(await asDevice(org), what)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await made(
      recordRollCall(asOperator(org), { rollCallId: rollCall.id, people: [{ key: 'x', name: 'A colleague' }], marks: [mark('x', 'SAFE')] }),
    )
    const ctx = asHost(org)
    expect((await findRollCalls(ctx, {})).map(({ id }) => id)).toEqual([rollCall.id])
    expect((await peopleOf(ctx, rollCall)).map(({ visitPassId }) => visitPassId)).toEqual([own.id])
    expect(await marksOf(ctx, rollCall)).toEqual([])
    expect(await findRollCalls(asHost(org, {}, other), {})).toEqual([])
  })

  it('is of one organization', async () => {
    await insider()
    const rollCall = await start()
    const stranger = asOperator(await createOrganization())
    const [foreign, nobody] = [rollCall.id, newId()].map((rollCallId) => ({ rollCallId }))
    expect(await recordRollCall(stranger, foreign ?? nobody ?? { rollCallId: '' })).toEqual(
      await recordRollCall(stranger, nobody ?? { rollCallId: '' }),
    )
    expect(await endRollCall(stranger, foreign ?? { rollCallId: '' })).toEqual(await endRollCall(stranger, nobody ?? { rollCallId: '' }))
    expect(await startRollCall(stranger, { siteId: org.site.id, kind: 'DRILL' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await findRollCalls(stranger, {})).toEqual([])
  })
})

describe('what is written of people', () => {
  it('is sealed, goes with a visitor who is erased, and is forgotten three months after the end', async () => {
    const pass = await insider()
    const rollCall = await start()
    const [person] = await peopleOf(asOperator(org), rollCall)
    const people = [{ key: 'x', name: 'Quintessa Marlowe' }]
    const marks = [mark(person?.key ?? '', 'MISSING', { note: 'Wears a red coat' }), mark('x', 'SAFE', { note: 'Broke an ankle' })]
    await made(recordRollCall(asOperator(org), { rollCallId: rollCall.id, people, marks }))
    const where = { rollCallId: rollCall.id }
    const stored = JSON.stringify(
      [await prisma.rollCallPerson.findMany({ where }), await prisma.rollCallMark.findMany({ where })],
      (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value),
    )
    for (const secret of ['Quintessa', 'red coat', 'ankle']) expect(stored).not.toContain(secret)
    const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
    await eraseOnce(asOrgAdmin(org), visitorId, { reason: 'asked' })
    const notes = async () => Promise.all((await marksOf(asOperator(org), rollCall)).map((row) => noteOf(asOperator(org), row)))
    expect((await notes()).toSorted()).toEqual(['Broke an ankle', null])
    await made(endRollCall(asOperator(org), { rollCallId: rollCall.id }))
    const later = new Date(Date.now() + 91 * 86_400_000)
    expect(await purgeRollCalls(later, org.id)).toBe(1)
    expect(await purgeRollCalls(later, org.id)).toBe(0)
    expect(await notes()).toEqual([null, null])
    expect(await prisma.rollCallPerson.count({ where: { ...where, sealedName: { not: null } } })).toBe(0)
  })

  it('ends by itself after a day', async () => {
    const rollCall = await start()
    expect(await endForgottenRollCalls(new Date(), org.id)).toBe(0)
    expect(await endForgottenRollCalls(new Date(Date.now() + 25 * 3_600_000), org.id)).toBe(1)
    expect(await prisma.rollCall.findUniqueOrThrow({ where: { id: rollCall.id } })).toMatchObject({ openKey: null, endedById: null })
  })
})
