import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Env from '../../../server/infra/env'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { deepIdArguments } from './coordinates'
import { runMatrix, type Matrix } from './matrix'
import manifest from './manifest.json'
import { principalNames } from './principals'
import { allCoordinates } from './probes'
import { rowOf, type Manifest } from './rows'
import { createWorld } from './world'

vi.mock('../../../server/infra/env', async (load) => {
  const real = await load<typeof Env>()
  return { ...real, env: { ...real.env, GC_DEMO: true } }
})

let matrix: Matrix
beforeAll(async () => {
  const [ours, theirs] = [await createWorld('A'), await createWorld('B')]
  while ((await sequenceEvents(() => [], new Date())).length > 0);
  matrix = await runMatrix(ours, theirs)
  const { cells, operations, leaks } = matrix
  const size = `${allCoordinates().length} coordinates × ${principalNames.length} principals`
  process.stdout.write(`Tenant matrix: ${size}: ${cells} cells, ${operations} operations, ${leaks.length} leaks\n`)
}, 90_000)

const rows: Manifest = manifest
const place = 'tests/integration/tenancy/manifest.json'

describe('the manifest of who may see what', () => {
  it('has a row for every coordinate of the schema, and none for what is gone', () => {
    const coordinates = new Set(allCoordinates())
    const missing = [...coordinates].filter((each) => !(each in rows)).map((each) => `add to ${place} after review: ${rowOf(each, matrix)}`)
    const gone = Object.keys(rows)
      .filter((each) => !coordinates.has(each))
      .map((each) => `remove from ${place}: ${each}`)
    expect([...missing, ...gone]).toEqual([])
  })

  it('says what the product does', () => {
    const said = allCoordinates()
      .filter((each) => each in rows)
      .map((each) => `${JSON.stringify(each)}: ${JSON.stringify(rows[each])}`)
    expect(
      allCoordinates()
        .filter((each) => each in rows)
        .map((each) => rowOf(each, matrix)),
    ).toEqual(said)
  })

  it('need speak of no id below the root fields: there is none', () => {
    expect(deepIdArguments.map((each) => `${each}: the matrix varies ids of root fields only; teach it this one`)).toEqual([])
  })
})

describe('an organization', () => {
  it('shows nothing of itself to another, and tells no foreign id from one that does not exist', () => {
    expect(matrix.leaks.map(({ coordinate, caller, what }) => `${caller} at ${coordinate}: ${what}`)).toEqual([])
  })
})
