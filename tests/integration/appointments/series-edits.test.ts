import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import type { Appointment } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost } from '../../setup/principals'
import { later, modelSeries, moveMany, moveOne, startsOf, type ModelSeries, type Placed } from './visit-model'

/** Sequences of edits that are tried. */
const runs = 1_000

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization({ timeZone: 'UTC' })
})

const clock = fc.constantFrom('08:00', '09:30', '13:00', '17:45')
const edit = fc.record({
  what: fc.constantFrom('move', 'cancel'),
  scope: fc.constantFrom('THIS', 'FOLLOWING', 'ALL'),
  place: fc.nat(20),
  days: fc.integer({ min: -1, max: 2 }),
  time: clock,
})
const plan = fc.record({
  every: fc.constantFrom(1, 2, 3, 7),
  count: fc.integer({ min: 2, max: 6 }),
  time: clock,
  edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
})
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

/** Far enough ahead that no edit reaches today. */
const firstDay = later(new Date().toISOString().slice(0, 10), 40)

async function book(every: number, count: number, time: string): Promise<string> {
  const startsAt = new Date(`${firstDay}T${time}Z`)
  const recurrence = every === 7 ? `FREQ=WEEKLY;COUNT=${count}` : `FREQ=DAILY;INTERVAL=${every};COUNT=${count}`
  const hours = { startsAt, endsAt: new Date(+startsAt + 1_800_000) }
  const booked = await inviteGuest(asHost(org), { visitor: { name: 'Anna Petrova' }, siteId: org.site.id, ...hours, recurrence })
  if (isFailure(booked)) throw new Error(JSON.stringify(booked))
  const { visitorId } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: booked.id }, select: { visitorId: true } })
  return visitorId
}

async function visitsOf(visitorId: string) {
  const passes = await prisma.visitPass.findMany({ where: { organizationId: org.id, visitorId }, select: { appointmentId: true } })
  const ids = passes.flatMap(({ appointmentId }) => (appointmentId ? [appointmentId] : []))
  const include = { visitPasses: { where: { organizationId: org.id } } }
  return prisma.appointment.findMany({ where: { id: { in: ids } }, include, orderBy: { startsAt: 'asc' } })
}

/** The row of a visit of the model. */
function rowOf(rows: Appointment[], { id }: Placed): Appointment {
  const row = rows.find((each) => each.id === id)
  if (!row) throw new Error('There is no such visit')
  return row
}

async function cancel(rows: Appointment[], model: ModelSeries[], series: ModelSeries, place: number, scope: Edit['scope']): Promise<void> {
  const { id } = rowOf(rows, series.visits[place] as Placed)
  const done = await cancelAppointment(asHost(org), { appointmentId: id, passes: 'REVOKE', scope })
  if (isFailure(done)) throw new Error(JSON.stringify(done))
  const from = scope === 'ALL' ? 0 : place
  for (const visit of scope === 'THIS' ? [series.visits[place]!] : series.visits.slice(from)) visit.isCanceled = true
  if (scope === 'FOLLOWING') model.push({ visits: series.visits.splice(place) })
}

async function move(
  rows: Appointment[],
  model: ModelSeries[],
  series: ModelSeries,
  place: number,
  { scope, days, time }: Edit,
): Promise<void> {
  const visit = series.visits[place] as Placed
  const { id, version } = rowOf(rows, visit)
  const startsAt = new Date(`${later(visit.at ?? visit.day, days)}T${time}Z`)
  const done = await updateAppointment(asHost(org), {
    appointmentId: id,
    version,
    scope,
    startsAt,
    endsAt: new Date(+startsAt + 1_800_000),
  })
  if (isFailure(done)) throw new Error(JSON.stringify(done))
  if (scope === 'THIS') {
    if (+startsAt !== +rowOf(rows, visit).startsAt) moveOne(series, place, days, time)
    return
  }
  moveMany(series, place, days, time, scope === 'ALL')
  if (scope === 'FOLLOWING' && place > 0) model.push({ visits: series.visits.splice(place) })
}

async function apply(visitorId: string, model: ModelSeries[], change: Edit): Promise<void> {
  const open = model.flatMap((series) => series.visits.flatMap((visit, place) => (visit.isCanceled ? [] : [{ series, place }])))
  const chosen = open[change.place % Math.max(1, open.length)]
  if (!chosen) return
  const rows = await visitsOf(visitorId)
  if (change.what === 'cancel') await cancel(rows, model, chosen.series, chosen.place, change.scope)
  else await move(rows, model, chosen.series, chosen.place, change)
}

/** Every visit that takes place has one pass for exactly its hours, every other has none that holds. */
function passesMatch(rows: Awaited<ReturnType<typeof visitsOf>>): void {
  for (const { status, startsAt, endsAt, visitPasses } of rows) {
    const holding = visitPasses.filter((pass) => pass.status !== 'REVOKED')
    const windows = holding.map(({ validFrom, validTo }) => [validFrom.toISOString(), validTo.toISOString()])
    expect(windows).toEqual(status === 'CANCELED' ? [] : [[new Date(+startsAt - 1_800_000).toISOString(), endsAt.toISOString()]])
  }
}

describe('edits of a series in any order', () => {
  it(`leave passes for exactly the visits that take place (${runs} sequences)`, async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ every, count, time, edits }) => {
        const visitorId = await book(every, count, time)
        const ids = (await visitsOf(visitorId)).map(({ id }) => id)
        const model = [modelSeries(ids, firstDay, time, every)]
        for (const change of edits) {
          await apply(visitorId, model, change)
          const rows = await visitsOf(visitorId)
          const taking = rows.filter(({ status }) => status === 'SCHEDULED').map(({ id, startsAt }) => `${id} ${startsAt.toISOString()}`)
          expect(taking.toSorted()).toEqual(startsOf(model))
          passesMatch(rows)
        }
      }),
      { numRuns: runs, endOnFailure: false },
    )
  }, 600_000)
})
