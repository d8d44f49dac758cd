import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { visibleActivity } from '../../../server/domains/access-control/policy'
import { readVisitActivity } from '../../../server/domains/credentials/use-cases/read-visit-activity.sql'
import { makeHostCalendar } from '../../../server/domains/appointments/use-cases/make-host-calendar'
import { extendSeries } from '../../../server/domains/appointments/use-cases/series/extend-series'
import { listBusyTimes } from '../../../server/domains/calendars/use-cases/list-busy-times'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { dataOf, gid } from '../api/graphql-call'
import { send } from '../security/sessions-of-people'
import { visitFor } from './acting'

let org: TestOrganization
let other: TestOrganization['host']
let third: TestOrganization['host']
beforeEach(async () => {
  org = await createOrganization()
  other = await createHost(org.id)
  third = await createHost(org.id)
})

interface Booked {
  id: string
  version: number
  coHosts: { id: string }[]
}
const wanted = 'appointment { id version coHosts { id } }'
const gids = (...hosts: { id: string }[]) => hosts.map(({ id }) => gid('Host', id)).toSorted()
async function invite(ctx: Ctx, more: object): Promise<Booked> {
  const answer = await send(ctx, 'inviteGuest', visitFor(org, org.host.id, more), wanted)
  return answer.appointment as Booked
}
async function update(ctx: Ctx, { id, version }: Booked, more: object): Promise<Booked | string> {
  const answer = await send(ctx, 'updateAppointment', { appointmentId: id, version, ...more }, wanted)
  return (answer.appointment as Booked | undefined) ?? answer.__typename
}
type Listed = {
  id: string
  title: string | null
  coHosts: { id: string }[]
  visitPasses: { edges: { node: { code: string | null; visitor: { name: string } } }[] }
}
async function list(ctx: Ctx, filter = ''): Promise<Listed[]> {
  const node = 'id title coHosts { id } visitPasses(first: 5) { edges { node { code visitor { name } } } }'
  const { appointments } = await dataOf<{ appointments: { edges: { node: Listed }[] } }>(
    ctx,
    `{ appointments(first: 50 ${filter}) { edges { node { ${node} } } } }`,
  )
  return appointments.edges.map((edge) => edge.node)
}
const ids = async (ctx: Ctx, filter = '') => (await list(ctx, filter)).map(({ id }) => id)
const ofHost = (host: { id: string }) => `, filter: { hostId: "${gid('Host', host.id)}" }`

describe('hosts who receive together', () => {
  it('each have the visit in the calendar, in their feed, and in when they are busy; others do not', async () => {
    const visit = await invite(asHost(org), { coHostIds: [gid('Host', other.id)] })
    const { startsAt: from, endsAt: to } = await prisma.appointment.findFirstOrThrow({ where: { organizationId: org.id } })
    const passes = 'visitPasses(first: 1) { edges { node { code } } }'
    const query = `{ calendar(from: "${from.toISOString()}", to: "${to.toISOString()}") { visits { id coHosts { id } ${passes} } } }`
    for (const [host, isTheirs] of [
      [org.host, true],
      [other, true],
      [third, false],
    ] as const) {
      const ctx = asHost(org, {}, host)
      const { calendar } = await dataOf<{ calendar: { visits: Pick<Listed, 'id' | 'coHosts'>[] } }>(ctx, query)
      expect(calendar.visits).toMatchObject(isTheirs ? [{ id: visit.id, coHosts: [{ id: gid('Host', other.id) }] }] : [])
      const busy = await listBusyTimes(asOrgAdmin(org), { hostIds: [host.id], roomIds: [], from, to })
      expect(busy.map(({ hostId }) => hostId)).toEqual(isTheirs ? [host.id] : [])
      const file = await makeHostCalendar(ctx, { hostId: host.id, now: new Date(), isPrivate: true })
      expect(file.includes('BEGIN:VEVENT')).toBe(isTheirs)
    }
  })

  it('each see the visit with its guests, in lists, by id and live, and change it; others do not', async () => {
    const visit = await invite(asHost(org), {
      coHostIds: [gid('Host', other.id), gid('Host', org.host.id), gid('Host', other.id)],
      title: 'Together',
    })
    expect(visit.coHosts.map(({ id }) => id)).toEqual(gids(other))
    const [asOther, asThird] = [asHost(org, {}, other), asHost(org, {}, third)]
    const [seen] = await list(asOther)
    expect(seen).toMatchObject({ id: visit.id, title: 'Together', visitPasses: { edges: [{ node: { visitor: { name: 'Anna Guest' } } }] } })
    expect(await ids(asThird)).toEqual([])
    for (const [ctx, hit] of [
      [asOther, visit.id],
      [asThird, null],
    ] as const) {
      const { node } = await dataOf<{ node: { id: string; title: string } | null }>(
        ctx,
        `{ node(id: "${visit.id}") { id ... on Appointment { title } } }`,
      )
      expect(node?.id ?? null).toBe(hit)
      const { visitPasses } = await dataOf<{ visitPasses: { edges: object[] } }>(ctx, '{ visitPasses(first: 5) { edges { node { id } } } }')
      expect(visitPasses.edges).toHaveLength(hit ? 1 : 0)
    }
    const happening = { hostId: org.host.id, siteId: org.site.id, coHosts: [{ hostId: other.id }] }
    expect([asOther, asThird].map((ctx) => visibleActivity(ctx)(happening))).toEqual([true, false])
    expect(await update(asThird, visit, { title: 'x' })).toBe('NotFound')
    const changed = await update(asOther, visit, { title: 'Changed' })
    expect(changed).toMatchObject({ id: visit.id, version: visit.version + 1 })
    expect(await update(asOther, changed as Booked, { coHostIds: [] })).toMatchObject({ coHosts: [] })
    expect(await ids(asOther)).toEqual([])
  })

  it('are found by either, once, in order, page by page, also by whoever sees everything', async () => {
    const hours = (n: number) => ({
      startsAt: new Date(Date.now() + n * 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + (n + 1) * 3_600_000).toISOString(),
    })
    const made: string[] = []
    for (let n = 1; n <= 6; n++) {
      const of = n % 2 ? org.host : other
      const beside = n % 2 ? other : org.host
      const answer = await send(
        asOperator(org),
        'inviteGuest',
        { ...visitFor(org, of.id, { coHostIds: n < 5 ? [gid('Host', beside.id)] : [] }), ...hours(n) },
        wanted,
      )
      made.push((answer.appointment as Booked).id)
    }
    const ofOther = [made[0], made[1], made[2], made[3], made[5]]
    for (const ctx of [asOrgAdmin(org), asHost(org, {}, other)]) {
      expect(await ids(ctx, ofHost(other))).toEqual(ofOther)
      const descending = `, orderBy: STARTS_AT_DESC ${ofHost(other)}`
      expect(await ids(ctx, descending)).toEqual(ofOther.toReversed())
    }
    expect(await ids(asHost(org, {}, other), ofHost(org.host))).toEqual(made.slice(0, 4))
    const page = `query ($after: String) { appointments(first: 2, after: $after${ofHost(other)}) { edges { cursor node { id } } } }`
    const found: string[] = []
    for (let after: string | undefined; found.length < 5;) {
      const { appointments } = await dataOf<{ appointments: { edges: { cursor: string; node: { id: string } }[] } }>(
        asHost(org, {}, other),
        page,
        { after },
      )
      found.push(...appointments.edges.map(({ node }) => node.id))
      after = appointments.edges.at(-1)?.cursor
    }
    expect(found).toEqual(ofOther)
  })

  it('are of the organization, at most ten, and count for the room', async () => {
    const stranger = await createOrganization()
    const answers = await Promise.all([
      send(asHost(org), 'inviteGuest', visitFor(org, org.host.id, { coHostIds: [gid('Host', stranger.host.id)] })),
      send(asHost(org), 'inviteGuest', visitFor(org, org.host.id, { coHostIds: Array.from({ length: 11 }, () => gid('Host', other.id)) })),
    ])
    expect(answers.map(({ __typename }) => __typename)).toEqual(['NotFound', 'ValidationFailed'])
    await prisma.room.update({ where: { id: org.room.id }, data: { capacity: 2 } })
    const full = { roomId: gid('Room', org.room.id), coHostIds: [gid('Host', other.id)] }
    expect((await send(asHost(org), 'inviteGuest', visitFor(org, org.host.id, full))).__typename).toBe('ValidationFailed')
  })

  it('hear of what happens to the visit', async () => {
    const visit = await invite(asHost(org), { coHostIds: [gid('Host', other.id)] })
    const [pass] = await prisma.visitPass.findMany({ where: { organizationId: org.id } })
    const event = {
      id: crypto.randomUUID(),
      organizationId: org.id,
      type: 'visitpass.issued',
      entityId: pass?.id ?? '',
      payload: {},
      occurredAt: new Date(),
    }
    const sequence = BigInt(Date.now())
    await prisma.outboxEvent.create({ data: { ...event, sequence } })
    const activity = await readVisitActivity(org.id, Number(sequence) - 1)
    expect(activity.find(({ visitPassId }) => visitPassId === pass?.id)?.coHosts).toEqual([{ hostId: other.id }])
    expect(visit.coHosts).toHaveLength(1)
  })
})

describe('visits that repeat', () => {
  it('keep those who receive together through edits, but for what one visit had for itself, and when they are extended', async () => {
    const visit = await invite(asHost(org), { coHostIds: [gid('Host', other.id)], recurrence: 'FREQ=DAILY;COUNT=5' })
    const all = async () => {
      const rows = await prisma.appointment.findMany({
        where: { organizationId: org.id },
        orderBy: { startsAt: 'asc' },
        include: { coHosts: { select: { hostId: true }, orderBy: { hostId: 'asc' } } },
      })
      return rows.map((row) => ({ id: gid('Appointment', row.id), version: row.version, coHosts: row.coHosts.map(({ hostId }) => hostId) }))
    }
    const booked = async (place: number): Promise<Booked> => {
      const found = (await all())[place]
      return { id: found?.id ?? '', version: found?.version ?? 0, coHosts: [] }
    }
    expect((await all()).map(({ coHosts }) => coHosts)).toEqual(Array.from({ length: 5 }, () => [other.id]))
    await update(asHost(org), await booked(1), { coHostIds: [] })
    await update(asHost(org), await booked(0), { scope: 'ALL', title: 'Renamed' })
    expect((await all()).map(({ coHosts }) => coHosts.length)).toEqual([1, 0, 1, 1, 1])
    await update(asHost(org), await booked(3), { scope: 'FOLLOWING', coHostIds: gids(other, third) })
    expect((await all()).map(({ coHosts }) => coHosts.length)).toEqual([1, 0, 1, 2, 2])
    await update(asOperator(org), await booked(4), { scope: 'FOLLOWING', hostId: gid('Host', other.id) })
    expect((await all())[4]?.coHosts).toEqual([third.id])
    expect(visit.coHosts).toHaveLength(1)
  })

  it('that become rows later have them too', async () => {
    const visit = await invite(asHost(org), { coHostIds: [gid('Host', other.id)], recurrence: 'FREQ=WEEKLY' })
    const before = await prisma.appointment.count({ where: { organizationId: org.id } })
    await extendSeries(new Date(Date.now() + 60 * 86_400_000), { organizationId: org.id })
    const rows = await prisma.appointment.findMany({ where: { organizationId: org.id }, include: { coHosts: true } })
    expect(rows.length).toBeGreaterThan(before)
    expect(rows.every(({ coHosts }) => coHosts.length === 1)).toBe(true)
    expect(visit.id).not.toBe('')
  })
})
