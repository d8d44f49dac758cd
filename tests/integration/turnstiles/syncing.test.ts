import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepStays } from '../../../server/domains/access-control/use-cases/presence/keep-stays'
import { updateStayPolicy } from '../../../server/domains/access-control/use-cases/presence/stay-policy'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { resumeVisitPass } from '../../../server/domains/credentials/use-cases/resume-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import { askSyncs } from '../../../server/domains/turnstiles/use-cases/ask-syncs'
import { countCredentials, differencesOf } from '../../../server/domains/turnstiles/use-cases/list-controllers'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { signedPass, verdict, type PassOptions } from '../scan/signed-pass'
import { made } from '../scan/places'
import { overdueGuest } from '../scan/stay-work'
import { passOf, playedTurnstile, sync, syncPasses, type Played } from './played'

let org: TestOrganization
let played: Played
beforeEach(async () => {
  org = await createOrganization()
  played = await playedTurnstile(org, { page: 2 })
})
afterEach(() => played.close())

const hour = () => ({ startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) })
const held = (id: string) => played.turnstile.store.held.get(id)
const passIn = (options: PassOptions = {}) => signedPass(org, { ...hour(), ...options })
const controller = () => prisma.accessController.findUniqueOrThrow({ where: { id: played.id } })
const differences = async () =>
  (await differencesOf(asOrgAdmin(org), { id: played.id })).map(({ kind, credential }) => credential.problem ?? kind)

describe('a controller', () => {
  it('holds what is good now or within a day, without names and codes', async () => {
    const [now, later, muchLater] = [
      await passIn({ passType: 'MULTI' }),
      await passIn({ startsAt: new Date(Date.now() + 20 * 3_600_000), endsAt: new Date(Date.now() + 21 * 3_600_000) }),
      await passIn({ startsAt: new Date(Date.now() + 72 * 3_600_000), endsAt: new Date(Date.now() + 73 * 3_600_000) }),
    ]
    await sync(org, played.id)
    expect([...played.turnstile.store.held.keys()].toSorted()).toEqual([now.id, later.id].toSorted())
    expect(held(muchLater.id)).toBeUndefined()
    expect(held(now.id)).toMatchObject({ entry: { readers: ['in'], times: null }, exit: { readers: ['out'] } })
    expect(held(later.id)).toMatchObject({ entry: { times: 1 } })
    expect(JSON.stringify([...played.turnstile.store.held.values()])).not.toContain(now.code)
    expect(await controller()).toMatchObject({ problem: null, syncedAt: expect.any(Date) as Date, strangers: 0 })
    expect(await differences()).toEqual([])
  })

  it('loses what belongs to a pass with the pass, unless its guest is inside: then it still lets out', async () => {
    const [outside, inside] = [await passIn(), await passIn({ passType: 'MULTI' })]
    await sync(org, played.id)
    await verdict(asOperator(org), org, inside.code)
    for (const { id } of [outside, inside]) await made(revokeVisitPass(asHost(org), { visitPassId: id, reason: 'Gone' }))
    await syncPasses(org, outside.id, inside.id)
    expect(held(outside.id)).toBeUndefined()
    expect(held(inside.id)).toMatchObject({ entry: null, exit: { readers: ['out'] } })
    played.turnstile.isOffline = true
    expect(await played.turnstile.pass('in', inside.code)).toMatchObject({ isOpen: false })
    expect(await played.turnstile.pass('out', inside.code)).toMatchObject({ isOpen: true })
    played.turnstile.isOffline = false
    await played.turnstile.flush()
    expect(await passOf(inside.id)).toMatchObject({ presence: 'LEFT', status: 'REVOKED' })
    await syncPasses(org, inside.id)
    expect(played.turnstile.store.held.size).toBe(0)
  })

  it('goes on letting out whoever left unseen, for as long as they may be inside', async () => {
    const guest = await overdueGuest(org)
    await sync(org, played.id)
    await made(updateStayPolicy(asOrgAdmin(org), { siteId: org.site.id, remindsGuest: false, checkOutMinutes: 5 }))
    await prisma.visitPass.update({ where: { id: guest.id }, data: { status: 'EXPIRED' }, select: { id: true } })
    expect(await keepStays(new Date(), org.id)).toBe(1)
    await syncPasses(org, guest.id)
    expect(held(guest.id)).toMatchObject({ entry: null, exit: { readers: ['out'] } })
    played.turnstile.isOffline = true
    expect(await played.turnstile.pass('out', guest.code)).toMatchObject({ isOpen: true })
    played.turnstile.isOffline = false
    await played.turnstile.flush()
    await syncPasses(org, guest.id)
    expect(played.turnstile.store.held.size).toBe(0)
  })

  it('follows what becomes of a pass: used, suspended, resumed, its code replaced, its visit called off', async () => {
    const [used, moved] = [await passIn(), await passIn({ passType: 'MULTI' })]
    await sync(org, played.id)
    const first = held(moved.id)
    await verdict(asOperator(org), org, used.code)
    await made(suspendVisitPass(asHost(org), { visitPassId: moved.id, reason: 'Wait' }))
    await syncPasses(org, used.id, moved.id)
    expect(held(used.id)).toMatchObject({ entry: null })
    expect(held(moved.id)).toBeUndefined()
    await made(resumeVisitPass(asHost(org), { visitPassId: moved.id }))
    await syncPasses(org, moved.id)
    expect(held(moved.id)).toEqual(first)
    await made(reissueVisitPass(asHost(org), { visitPassId: moved.id, reason: 'Lost the phone' }))
    await syncPasses(org, moved.id)
    expect(held(moved.id)?.code).not.toBe(first?.code)
    await made(cancelAppointment(asHost(org), { appointmentId: moved.appointmentId, passes: 'REVOKE' }))
    await syncPasses(org, moved.id)
    expect(held(moved.id)).toBeUndefined()
  })

  it('is put right when it forgot, kept something else, or holds what nobody gave it', async () => {
    const [lost, changed] = [await passIn(), await passIn()]
    await sync(org, played.id)
    const { store } = played.turnstile
    store.delete([lost.id])
    store.held.set(changed.id, { ...store.held.get(changed.id)!, version: 'another' })
    store.held.set('stranger', { id: 'stranger', version: '1', code: '', entry: null, exit: { readers: [] } })
    await sync(org, played.id)
    expect([...store.held.keys()].toSorted()).toEqual([lost.id, changed.id].toSorted())
    expect(await controller()).toMatchObject({ strangers: 1 })
    await sync(org, played.id)
    expect(await controller()).toMatchObject({ strangers: 0 })
  })

  it('that has no room says so beside each credential; once it has, they are given', async () => {
    for (let count = 0; count < 3; count++) await passIn()
    played.turnstile.store.room = 1
    await sync(org, played.id)
    expect(await differences()).toEqual(['FULL', 'FULL'])
    expect(await countCredentials(asOrgAdmin(org), { id: played.id })).toEqual({ wanted: 3, inSync: 1 })
    played.turnstile.store.room = 10
    await sync(org, played.id)
    expect(await differences()).toEqual([])
  })

  it('that does not answer is left for later, sooner than usual, and its difference stands there', async () => {
    const pass = await passIn()
    played.answers.while = () => false
    await sync(org, played.id)
    expect(await controller()).toMatchObject({ problem: 'REFUSED', failures: 1, syncHolder: null })
    await made(revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Gone' }))
    await prisma.accessController.update({ where: { id: played.id }, data: { nextSyncAt: new Date(0) } })
    expect(
      await Promise.all([askSyncs(new Date(), { organizationId: org.id }), askSyncs(new Date(), { organizationId: org.id })]),
    ).toContain(1)
    played.answers.while = () => true
    await sync(org, played.id)
    expect(await controller()).toMatchObject({ problem: null, failures: 0 })
    expect(played.turnstile.store.held.size).toBe(0)
  })

  it('is given each version once, however many workers are at it', async () => {
    const passes = [await passIn(), await passIn(), await passIn()]
    await Promise.all(
      Array.from({ length: 12 }, (_, place) => (place % 2 ? sync(org, played.id) : syncPasses(org, ...passes.map(({ id }) => id)))),
    )
    const { given } = played.turnstile.store
    expect(given).toHaveLength(3)
    expect(new Set(given).size).toBe(3)
    expect(await controller()).toMatchObject({ syncHolder: null })
  })

  it('ends up holding what it should after any course of failures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('pass', 'revoke', 'cut', 'lose', 'half', 'sync'), { minLength: 3, maxLength: 10 }),
        async (steps) => {
          const ids: string[] = []
          let asked = 0
          for (const step of steps) {
            if (step === 'pass') ids.push((await passIn()).id)
            const last = ids.at(-1)
            if (step === 'revoke' && last) await revokeVisitPass(asHost(org), { visitPassId: last, reason: 'Gone' })
            if (step === 'lose') for (const id of [...played.turnstile.store.held.keys()].slice(0, 1)) played.turnstile.store.delete([id])
            played.answers.while = step === 'cut' ? () => false : step === 'half' ? () => asked++ % 2 === 0 : () => true
            await sync(org, played.id)
          }
          played.answers.while = () => true
          await sync(org, played.id)
          const good = await prisma.visitPass.findMany({ where: { organizationId: org.id, status: 'ACTIVE' }, select: { id: true } })
          expect([...played.turnstile.store.held.keys()].toSorted()).toEqual(good.map(({ id }) => id).toSorted())
          expect(await differences()).toEqual([])
        },
      ),
      { numRuns: 12 },
    )
  })
})
