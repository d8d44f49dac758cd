import { expect, it, vi } from 'vitest'
import type * as Guard from '../../../server/infra/tenant-guard'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import type * as Asked from '../api/graphql-call'
import { runMatrix } from './matrix'
import type * as Watched from './watching'
import { createWorld } from './world'

/** Told while somebody asks: what the trial itself makes to be asked for is made with the guard. */
const asking = await vi.hoisted(async () => new (await import('node:async_hooks')).AsyncLocalStorage<true>())

/** The organizations of this trial. Others use the same database: without a guard nobody asks for more than these. */
const trial = vi.hoisted(() => ({ ids: [] as string[] }))

vi.mock('../api/graphql-call', async (load) => {
  const real = await load<typeof Asked>()
  return { ...real, call: (...given: Parameters<typeof real.call>) => asking.run(true, () => real.call(...given)) }
})

vi.mock('./watching', async (load) => {
  const real = await load<typeof Watched>()
  return { ...real, watch: (...given: Parameters<typeof real.watch>) => asking.run(true, () => real.watch(...given)) }
})

/** The guard as if it were not there: rows are made in the organization, everything else is asked of both as if they were one. */
vi.mock('../../../server/infra/tenant-guard', async (load) => {
  const real = await load<typeof Guard>()
  const placed = (row: object, organizationId: string) => ({ ...row, organizationId })
  const unguarded = (operation: string, given: { data?: object | object[]; where?: { AND?: object[] } }, organizationId: string) => {
    if (!operation.startsWith('create')) {
      const { AND: others = [], ...where } = given?.where ?? {}
      return { ...given, where: { ...where, AND: [{ organizationId: { in: trial.ids } }, ...[others].flat()] } }
    }
    const { data } = given
    if (!data) return given
    return { ...given, data: Array.isArray(data) ? data.map((row) => placed(row, organizationId)) : placed(data, organizationId) }
  }
  const guardArgs = (model: string, operation: string, given: object, organizationId: string) =>
    asking.getStore() ? unguarded(operation, given, organizationId) : real.guardArgs(model, operation, given, organizationId)
  return { ...real, guardArgs }
})

it('without the guard the matrix reports the leaks', async () => {
  const [ours, theirs] = [await createWorld('A'), await createWorld('B')]
  trial.ids = [ours.org.id, theirs.org.id]
  while ((await sequenceEvents(() => [], new Date())).length > 0);
  // Other trials use the same database: nobody here may remove what is everybody's.
  const { leaks, cells } = await runMatrix(ours, theirs, { only: ['OrgAdmin', 'KeyWithAllScopes'], haveProved: false })
  const places = new Set(leaks.map(({ coordinate }) => coordinate))
  process.stdout.write(`Tenant matrix without its guard: ${leaks.length} leaks at ${places.size} coordinates in ${cells} cells\n`)
  expect(leaks.length).toBeGreaterThanOrEqual(50)
  expect(places.size).toBeGreaterThanOrEqual(50)
}, 240_000)
