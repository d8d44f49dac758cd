import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { annulScan } from '../../../server/domains/access-control/use-cases/annul-scan'
import { overrideScan } from '../../../server/domains/access-control/use-cases/override-scan'
import { correctPresence } from '../../../server/domains/access-control/use-cases/presence/correct-presence'
import { scanPass } from '../../../server/domains/access-control/use-cases/scan-pass'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { dayOf } from '../../../server/domains/statistics/site-day'
import { mendStatistics } from '../../../server/domains/statistics/use-cases/mend-statistics'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { announcedSince, countAll, deliver, expireOwn, nonce, sumOf, type Announced } from './ledger'

/** Courses that are tried, from which number they are drawn, and how many of them one organization goes through one after the other. */
const runs = Number(process.env.STATISTIC_COURSES ?? 60)
const seed = Number(process.env.STATISTIC_SEED ?? 20_261_130)
const runsOfOrganization = 20

/** Around the night in which the clocks of Berlin are put forward; ahead, so that no pass runs out by the clock of the machine. */
const begin = Date.parse('2027-03-26T06:00:00Z')
const hour = 3_600_000

const which = fc.nat(7)
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('invite' as const), which, more: fc.nat(71) }) },
  { weight: 7, arbitrary: fc.record({ what: fc.constant('enter' as const), which, more: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('leave' as const), which, more: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('annul' as const), which, more: which }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('override' as const), which, more: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('correct' as const), which, more: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('cancel' as const), which, more: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restore' as const), which, more: which }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('move' as const), which, more: fc.nat(71) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('hand over' as const), which, more: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('revoke' as const), which, more: which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('erase' as const), which, more: which }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('expire' as const), which, more: which }) },
  { weight: 10, arbitrary: fc.record({ what: fc.constant('deliver' as const), which, more: which }) },
)
const course = fc.record({
  happenings: fc.array(fc.record({ it: happening, minutes: fc.nat(480) }), { minLength: 5, maxLength: 15 }),
  /** In which order events are handed on, and which of them twice. */
  order: fc.infiniteStream(fc.nat(1_000)),
})
type Course = typeof course extends fc.Arbitrary<infer C> ? C : never
type What = Course['happenings'][number]['it']['what']

/** An organization in which things happen by a clock of its own. */
class Scene {
  now = begin
  private scans: string[] = []
  private announced = new Set<string>()
  private waiting: Announced[] = []

  constructor(
    readonly org: TestOrganization,
    private readonly hosts: string[],
    private readonly order: Iterator<number>,
  ) {}

  private get ctx() {
    return asOrgAdmin(this.org, { now: () => new Date(this.now) })
  }

  /** One of the passes of the organization, the newest ones for the smallest places. */
  private pass(place: number) {
    return prisma.visitPass.findFirst({
      where: { organizationId: this.org.id },
      orderBy: { id: 'desc' },
      skip: place,
      select: { id: true, qrToken: true, appointmentId: true, visitorId: true, appointment: { select: { version: true } } },
    })
  }

  private hours(more: number) {
    const startsAt = new Date(this.now + more * hour - 2 * hour)
    return { startsAt, endsAt: new Date(startsAt.getTime() + (1 + (more % 5) * 7) * hour) }
  }

  private async sign(appointmentId: string) {
    const drafts = await prisma.visitPass.findMany({ where: { appointmentId, status: 'DRAFT' }, select: { id: true } })
    await issueVisitPass({ eventId: randomUUID(), organizationId: this.org.id }, { visitPassIds: drafts.map(({ id }) => id) })
  }

  private async scan(place: number, direction: 'ENTRY' | 'EXIT', isKnown: boolean) {
    const pass = await this.pass(place)
    const gateId = this.org.gates[place % 2]?.id ?? ''
    this.scans.push(nonce())
    await scanPass(this.ctx, { code: (isKnown && pass?.qrToken) || 'nothing', gateId, direction, nonce: this.scans.at(-1) ?? '' })
  }

  /** Hands on some of what was announced, in any order, some of it twice. */
  private async handOn(count: number) {
    const news = await announcedSince(this.org.id, this.announced)
    for (const { id } of news) this.announced.add(id)
    this.waiting.push(...news)
    const drawn = this.waiting.map((event) => ({ event, place: this.order.next().value ?? 0 }))
    const ordered = drawn.toSorted((one, other) => one.place - other.place)
    const taken = ordered.slice(0, count)
    this.waiting = [...ordered.slice(count), ...taken.filter(({ place }) => place % 4 === 0)].map(({ event }) => event)
    for (let from = 0; from < taken.length; from += 3)
      await deliver(
        this.org.id,
        taken.slice(from, from + 3).map(({ event }) => event),
      )
  }

  async end() {
    await this.handOn(Number.POSITIVE_INFINITY)
    await countAll(this.org.id)
  }

  private readonly acts: Record<What, (which: number, more: number) => Promise<unknown>> = {
    invite: async (place, more) => {
      const passType = (['SINGLE', 'MULTI', 'GROUP'] as const)[place % 3]
      const visitor = { name: 'Anna Petrova', email: `${randomUUID()}@guest.example`, locale: 'EN' as const }
      const what = { visitor, siteId: this.org.site.id, hostId: this.hosts[place % 2], passType, ...this.hours(more) }
      const booked = await inviteGuest(this.ctx, { ...what, ...(passType === 'GROUP' ? { groupSize: 3 } : {}) })
      if ('id' in booked && place < 7) await this.sign(booked.id)
    },
    enter: (place, more) => this.scan(place, 'ENTRY', more === 0 || place < 6),
    leave: (place) => this.scan(place, 'EXIT', true),
    annul: async (place) => annulScan(this.ctx, { nonce: this.scans.at(-1 - place) ?? nonce() }),
    override: async (place, more) => {
      const pass = await this.pass(place)
      const what = { visitPassId: pass?.id ?? randomUUID(), gateId: this.org.gates[0].id, reason: 'The host vouches', nonce: nonce() }
      await overrideScan(this.ctx, { ...what, direction: more === 0 ? 'ENTRY' : 'EXIT' })
    },
    correct: async (place, more) => {
      const pass = await this.pass(place)
      const { moves } = await prisma.visitPass
        .findUnique({ where: { id: pass?.id ?? '' }, select: { moves: true } })
        .then((row) => row ?? { moves: 0 })
      const what = { visitPassId: pass?.id ?? '', moves, reason: 'Seen by the reception', nonce: nonce() }
      await correctPresence(this.ctx, { ...what, presence: more === 0 ? 'INSIDE' : 'LEFT' })
    },
    cancel: async (place, more) => {
      const pass = await this.pass(place)
      await cancelAppointment(this.ctx, { appointmentId: pass?.appointmentId ?? '', passes: more === 0 ? 'REVOKE' : 'KEEP' })
    },
    restore: async (place) => restoreAppointment(this.ctx, { appointmentId: (await this.pass(place))?.appointmentId ?? '' }),
    move: async (place, more) => {
      const pass = await this.pass(place)
      const version = pass?.appointment?.version ?? 0
      await updateAppointment(this.ctx, { appointmentId: pass?.appointmentId ?? '', version, ...this.hours(more) })
      if (more % 2 === 0 && pass?.appointmentId) await this.sign(pass.appointmentId)
    },
    'hand over': async (place, more) => {
      const pass = await this.pass(place)
      const version = pass?.appointment?.version ?? 0
      await updateAppointment(this.ctx, { appointmentId: pass?.appointmentId ?? '', version, hostId: this.hosts[more] ?? '' })
    },
    revoke: async (place) => revokeVisitPass(this.ctx, { visitPassId: (await this.pass(place))?.id ?? '', reason: 'Mixed up' }),
    erase: async (place) => {
      const pass = await this.pass(place)
      if (pass) await eraseOnce(this.ctx, pass.visitorId, { reason: 'asked' })
    },
    expire: async (place) => {
      this.now += place * 3 * hour
      await expireOwn(this.org.id, new Date(this.now))
    },
    deliver: async (place) => {
      await this.handOn(place * 4)
      await countAll(this.org.id)
    },
  }

  async run({ happenings }: Course) {
    for (const { it: happened, minutes } of happenings) {
      this.now += minutes * 60_000
      await this.acts[happened.what](happened.which, happened.more)
    }
  }
}

let used = 0
let stage: { org: TestOrganization; hosts: string[] } | undefined
async function stageOf() {
  if (!stage || used++ % runsOfOrganization === 0) {
    const org = await createOrganization()
    stage = { org, hosts: [org.host.id, (await createHost(org.id)).id] }
  }
  return stage
}

it(`counters are what a recount gives, whatever happens and however events come (${runs} courses)`, { timeout: 600_000 }, async () => {
  const seen = { ENTRY: 0, CAME: 0, NO_SHOW: 0, STAY: 0, DENIAL: 0, EXPECTED: 0, PEOPLE: 0 }
  await fc.assert(
    fc.asyncProperty(course, async (each) => {
      const { org, hosts } = await stageOf()
      const scene = new Scene(org, hosts, each.order[Symbol.iterator]())
      await scene.run(each)
      await scene.end()
      const { mended } = await mendStatistics(org.id, { from: '2027-03-24', to: dayOf(new Date(scene.now + 96 * hour)) })
      expect(mended).toEqual([])
      for (const measure of Object.keys(seen) as (keyof typeof seen)[]) seen[measure] += await sumOf(org.id, measure)
      // Said once more in other words, by the ledger alone.
      const admitted = { organizationId: org.id, result: 'ADMITTED' as const, direction: 'ENTRY' as const }
      expect(await sumOf(org.id, 'ENTRY')).toBe(await prisma.checkin.count({ where: admitted }))
      expect(await sumOf(org.id, 'DENIAL')).toBe(await prisma.checkin.count({ where: { organizationId: org.id, result: 'DENIED' } }))
      const came = await prisma.visitPass.count({ where: { organizationId: org.id, checkins: { some: admitted } } })
      expect(await sumOf(org.id, 'CAME')).toBe(came)
    }),
    { seed, numRuns: runs, endOnFailure: true },
  )
  // The courses are worth something only if all of this happened in them.
  for (const [measure, count] of Object.entries(seen)) expect(count, measure).toBeGreaterThan(0)
})
