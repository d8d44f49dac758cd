import { beforeAll, expect, it } from 'vitest'
import { runMatrix, type Matrix } from './matrix'
import { createWorld } from './world'

let matrix: Matrix
beforeAll(async () => {
  matrix = await runMatrix(await createWorld('A'), await createWorld('B'), { only: ['Host', 'Delegate'] })
}, 600_000)

/** What of visits a delegate sees and does as the host does. */
const ofVisits =
  /^((Appointment|VisitPass|Visitor|Checkin)\.|Mutation\.(inviteGuest|updateAppointment|cancelAppointment|(revoke|suspend|resume|reissue)VisitPass|revealVisitorContact)(\(|$))/

it('whoever acts for a host may with their visits what the host may, and nothing of another organization', () => {
  expect(matrix.leaks).toEqual([])
  const visits = [...matrix.rows].filter(([coordinate]) => ofVisits.test(coordinate))
  const hosts = visits.filter(([, { may }]) => may.has('Host')).map(([coordinate]) => coordinate)
  const delegates = visits.filter(([, { may }]) => may.has('Delegate')).map(([coordinate]) => coordinate)
  expect(delegates).toEqual(hosts)
  expect(hosts.length).toBeGreaterThan(30)
})

it('whoever acts for a host sets nothing up of them, and ends what they were lent', () => {
  const may = (coordinate: string) => matrix.rows.get(coordinate)?.may.has('Delegate') ?? false
  expect(may('HostAbsence.kind')).toBe(false)
  expect(may('HostDelegation.isTold')).toBe(true)
})
