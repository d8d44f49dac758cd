import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { revokeAccessController, rotateAccessControllerSecret } from '../../../server/domains/turnstiles/use-cases/change-controller'
import { settleWaiting } from '../../../server/domains/turnstiles/use-cases/settle-waiting'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { signedPass } from '../scan/signed-pass'
import { checkinsOf, done, outcomesOf, passOf, playedTurnstile, sync, type Played } from './played'
import { Turnstile } from '../../../scripts/turnstile/turnstile.ts'

const day = 86_400_000
const multi = () => ({ passType: 'MULTI' as const, startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) })

let org: TestOrganization
let played: Played
beforeEach(async () => {
  org = await createOrganization()
  played = await playedTurnstile(org)
})
afterEach(() => played.close())

const eventsOf = () => prisma.controllerEvent.findMany({ where: { accessControllerId: played.id }, orderBy: { id: 'asc' } })

describe('a turnstile that asks', () => {
  it('lets in whom a gate lets in, and confirms that the arm turned', async () => {
    const pass = await signedPass(org)
    expect(await played.turnstile.pass('in', pass.code)).toMatchObject({ isOpen: true, isOnline: true })
    expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1, status: 'USED' })
    expect(await played.turnstile.flush()).toBe(true)
    expect(await outcomesOf(played.id)).toEqual(['PRESENTED OPENED', 'TURNED CONFIRMED'])
    expect(await played.turnstile.pass('in', pass.code)).toMatchObject({ isOpen: false, reason: 'ALREADY_USED' })
    expect(await prisma.checkin.count({ where: { scannerId: played.id, source: 'DEVICE' } })).toBe(2)
  })

  it.each(['not_turned', 'timed_out'] as const)('gives the entry back when the arm has %s, however often it says so', async (arm) => {
    const pass = await signedPass(org)
    await played.turnstile.pass('in', pass.code, arm)
    await played.turnstile.flush({ times: 3 })
    expect(await passOf(pass.id)).toEqual({ status: 'ACTIVE', presence: 'EXPECTED', entriesUsed: 0, peopleInside: 0 })
    expect(await checkinsOf(pass.id)).toEqual(['ENTRY ANNULLED'])
    expect((await eventsOf()).map(({ outcome, repeats }) => [outcome, repeats])).toEqual([
      ['OPENED', 0],
      ['ANNULLED', 2],
    ])
    expect(await played.turnstile.pass('in', pass.code)).toMatchObject({ isOpen: true })
  })

  it('annuls also hours later, and after others have moved on the pass: two ways out, of which the first did not turn', async () => {
    const pass = await signedPass(org, multi())
    await played.turnstile.pass('in', pass.code)
    await played.turnstile.flush()
    await played.turnstile.pass('out', pass.code, 'not_turned')
    const late = played.turnstile.waiting.splice(0)
    await played.turnstile.pass('out', pass.code)
    await played.turnstile.flush()
    await prisma.checkin.updateMany({
      where: { visitPassId: pass.id, direction: 'EXIT' },
      data: { recordedAt: new Date(Date.now() - 2 * 3_600_000) },
    })
    await played.turnstile.tell(late)
    expect((await checkinsOf(pass.id)).toSorted()).toEqual(['ENTRY ADMITTED', 'EXIT ADMITTED', 'EXIT ANNULLED'])
    expect(await passOf(pass.id)).toMatchObject({ presence: 'LEFT', peopleInside: 0, entriesUsed: 1 })
  })

  it('gets one answer to a question that comes twice', async () => {
    const pass = await signedPass(org)
    const passage = randomUUID()
    const question = { id: randomUUID(), type: 'presented' as const, reader: 'in', passage, at: new Date().toISOString(), code: pass.code }
    const answers = await Promise.all([1, 2, 3].map(() => played.turnstile.tell([question])))
    expect(new Set(answers.map((answer) => answer?.[0]?.decision))).toEqual(new Set(['open']))
    expect(await passOf(pass.id)).toMatchObject({ entriesUsed: 1 })
  })

  it('learns why the arm stays shut, and a reader that nobody knows opens nothing', async () => {
    const pass = await signedPass(org)
    expect(await played.turnstile.pass('cellar', pass.code)).toMatchObject({ isOpen: false, reason: 'UNKNOWN_READER' })
    expect(await played.turnstile.pass('in', 'nonsense')).toMatchObject({ isOpen: false, reason: 'UNKNOWN_CODE' })
    expect(await outcomesOf(played.id)).toEqual(['PRESENTED UNKNOWN_READER', 'PRESENTED KEPT_SHUT'])
    expect(await passOf(pass.id)).toMatchObject({ entriesUsed: 0 })
  })

  it('whose arm turned after all counts more: somebody went through, in either order', async () => {
    for (const order of [['not_turned', 'turned'] as const, ['turned', 'not_turned'] as const]) {
      const pass = await signedPass(org)
      const { passage } = await played.turnstile.pass('in', pass.code)
      played.turnstile.waiting.splice(0)
      for (const type of order)
        await played.turnstile.tell([{ id: randomUUID(), type, reader: 'in', passage, at: new Date().toISOString() }])
      expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
      expect(await outcomesOf(played.id)).toContain('NOT_TURNED CONTRADICTED')
    }
  })

  it('is not answered a question of long ago: what came of the passage is told, in whatever order', async () => {
    for (const turnedFirst of [true, false]) {
      const pass = await signedPass(org, multi())
      const at = new Date(Date.now() - 5 * 60_000).toISOString()
      const passage = randomUUID()
      const asked = { id: randomUUID(), type: 'presented' as const, reader: 'in', passage, at, code: pass.code }
      const turned = { id: randomUUID(), type: 'turned' as const, reader: 'in', passage, at }
      for (const event of turnedFirst ? [turned, asked] : [asked, turned]) await played.turnstile.tell([event])
      expect(await checkinsOf(pass.id)).toEqual(['ENTRY ADMITTED'])
      expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
    }
    expect(new Set(await outcomesOf(played.id))).toEqual(new Set(['PRESENTED RECORDED', 'TURNED RECORDED']))
  })
})

describe('a turnstile that decides by itself', () => {
  it('tells later what it did: entries, ways out, denials, and arms that did not turn', async () => {
    const [one, other] = [await signedPass(org, multi()), await signedPass(org, multi())]
    await sync(org, played.id)
    played.turnstile.isOffline = true
    expect(await played.turnstile.pass('in', one.code)).toMatchObject({ isOpen: true, isOnline: false })
    expect(await played.turnstile.pass('in', other.code, 'not_turned')).toMatchObject({ isOpen: true })
    expect(await played.turnstile.pass('in', 'nonsense')).toMatchObject({ isOpen: false })
    expect(await played.turnstile.flush()).toBe(false)
    played.turnstile.isOffline = false
    expect(await played.turnstile.flush({ times: 2, reorders: true })).toBe(true)
    expect(await passOf(one.id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
    expect(await passOf(other.id)).toMatchObject({ presence: 'EXPECTED', entriesUsed: 0 })
    expect([await checkinsOf(one.id), await checkinsOf(other.id)]).toEqual([['ENTRY ADMITTED'], ['ENTRY ANNULLED']])
    expect(await prisma.checkin.count({ where: { scannerId: played.id, result: 'DENIED', reason: 'UNKNOWN_CODE' } })).toBe(1)
  })

  it('with a clock that is a day off: its times are put right, and both are shown', async () => {
    for (const off of [-day, day]) {
      const pass = await signedPass(org, multi())
      await sync(org, played.id)
      const wrong = new Turnstile({ secret: played.secret, link: played.turnstile.link, clock: () => Date.now() + off })
      expect(await wrong.pass('in', pass.code)).toMatchObject({ isOpen: true, isOnline: true })
      expect(await wrong.flush()).toBe(true)
      const row = await prisma.accessController.findUniqueOrThrow({ where: { id: played.id } })
      expect(Math.abs(row.clockOffset + off)).toBeLessThan(5_000)
      const [event] = (await eventsOf()).slice(-1)
      expect(event).toMatchObject({ kind: 'TURNED', outcome: 'CONFIRMED' })
      expect(Math.abs(Date.now() - event!.happenedAt.getTime())).toBeLessThan(10_000)
      expect(await passOf(pass.id)).toMatchObject({ presence: 'INSIDE' })
    }
  })

  it('of which half gets lost: what waits in vain for an hour is recorded all the same', async () => {
    const at = new Date().toISOString()
    const turned = { id: randomUUID(), type: 'turned' as const, reader: 'in', passage: randomUUID(), at }
    await played.turnstile.tell([turned])
    const pass = await signedPass(org, multi())
    await played.turnstile.tell([
      {
        id: randomUUID(),
        type: 'presented',
        reader: 'in',
        passage: randomUUID(),
        at: new Date(Date.now() - 120_000).toISOString(),
        code: pass.code,
      },
    ])
    expect(await outcomesOf(played.id)).toEqual(['TURNED WAITING', 'PRESENTED WAITING'])
    expect(await settleWaiting(new Date(), { organizationId: org.id })).toBe(0)
    for (const settled of [2, 0]) expect(await settleWaiting(new Date(Date.now() + 3_700_000), { organizationId: org.id })).toBe(settled)
    expect(await outcomesOf(played.id)).toEqual(['TURNED CONFLICT', 'PRESENTED RECORDED'])
    expect(await checkinsOf(pass.id)).toEqual(['ENTRY DENIED'])
    expect(await prisma.checkin.count({ where: { scannerId: played.id, result: 'CONFLICT', reason: 'UNKNOWN_CODE' } })).toBe(1)
  })
})

describe('a controller that is revoked in the middle', () => {
  it('settles what it began, tells what it did before, and is believed nothing after', async () => {
    const passes = [await signedPass(org, multi()), await signedPass(org, multi()), await signedPass(org, multi())] as const
    await sync(org, played.id)
    await played.turnstile.pass('in', passes[0].code, 'not_turned')
    played.turnstile.isOffline = true
    await played.turnstile.pass('in', passes[1].code)
    done(await revokeAccessController(asOrgAdmin(org), { accessControllerId: played.id }))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await played.turnstile.pass('in', passes[2].code)
    played.turnstile.isOffline = false
    expect(await played.turnstile.flush()).toBe(true)
    expect(await passOf(passes[0].id)).toMatchObject({ presence: 'EXPECTED', entriesUsed: 0 })
    expect(await passOf(passes[1].id)).toMatchObject({ presence: 'INSIDE', entriesUsed: 1 })
    expect(await passOf(passes[2].id)).toMatchObject({ presence: 'EXPECTED', entriesUsed: 0 })
    expect((await outcomesOf(played.id)).filter((outcome) => outcome.endsWith('AFTER_REVOCATION'))).toHaveLength(2)
    expect(await played.turnstile.pass('in', passes[2].code)).toMatchObject({ isOpen: false, isOnline: true })
    await sync(org, played.id)
    expect(played.turnstile.store.held.size).toBe(0)
  })

  it('works again with a new secret, and the earlier one no more', async () => {
    const pass = await signedPass(org, multi())
    done(await revokeAccessController(asOrgAdmin(org), { accessControllerId: played.id }))
    const { secret } = done(await rotateAccessControllerSecret(asOrgAdmin(org), { accessControllerId: played.id }))
    const { link } = played.turnstile
    expect(await played.turnstile.tell([])).toBe(null)
    expect(await new Turnstile({ secret: secret ?? '', link }).pass('in', pass.code)).toMatchObject({ isOpen: true, isOnline: true })
  })
})

describe('a message', () => {
  it('that was not signed with the secret, or for another controller, moves nobody and is noted', async () => {
    const [pass, other] = [await signedPass(org, multi()), await playedTurnstile(org)]
    const { link } = played.turnstile
    for (const secret of [other.secret, `whsec_${Buffer.alloc(32).toString('base64')}`])
      expect(await new Turnstile({ secret, link }).pass('in', pass.code)).toMatchObject({ isOpen: false, isOnline: false })
    await other.close()
    expect(await eventsOf()).toEqual([])
    expect(await prisma.accessController.findUniqueOrThrow({ where: { id: played.id } })).toMatchObject({
      forgedAt: expect.any(Date) as Date,
    })
  })

  it('that was caught and is sent again later, or changed, is not taken', async () => {
    const pass = await signedPass(org, multi())
    const caught: Parameters<typeof link.send>[0][] = []
    const { link } = played.turnstile
    const listening = new Turnstile({ secret: played.secret, link: { send: (message) => (caught.push(message), Promise.resolve(null)) } })
    await listening.pass('in', pass.code)
    const [message] = caught
    expect(await link.send({ ...message!, body: message!.body.replace('"in"', '"out"') })).toBe(null)
    const old = { ...message!, timestamp: String(Number(message!.timestamp) - 3_600) }
    expect(await link.send(old)).toBe(null)
    expect(await eventsOf()).toEqual([])
  })

  it('of which one event is not understood keeps the others', async () => {
    const pass = await signedPass(org)
    const passage = randomUUID()
    const at = new Date().toISOString()
    const answers = await played.turnstile.tell([
      { id: 'strange', type: 'exploded' as never, reader: 'in', passage, at },
      { id: randomUUID(), type: 'presented', reader: 'in', passage, at, code: pass.code },
    ])
    expect(answers?.map(({ result, decision }) => [result, decision])).toEqual([
      ['kept', 'open'],
      ['malformed', undefined],
    ])
  })
})
