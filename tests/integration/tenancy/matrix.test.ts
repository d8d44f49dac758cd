import { beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Env from '../../../server/infra/env'
import { sequenceEvents } from '../../../server/worker/sequence.sql'
import { deepIdArguments } from './coordinates'
import { runMatrix, type Matrix } from './matrix'
import manifest from './manifest.json'
import { principalNames } from './principals'
import { allCoordinates } from './probes'
import { lineOf, rowOf, type Manifest } from './rows'
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
  // Beside other suites it waits longer than by itself.
}, 240_000)

const rows: Manifest = manifest

describe('the manifest of who may see what', () => {
  const coordinates = new Set(allCoordinates())

  it('has a row for every coordinate of the schema, and none for what is gone', () => {
    const missing = [...coordinates].filter((each) => !(each in rows)).map((each) => `add after review: ${lineOf(each, matrix)}`)
    const gone = Object.keys(rows).filter((each) => !coordinates.has(each))
    const changes = [...missing, ...gone.map((each) => `remove: ${each}`)]
    const how = 'In tests/integration/tenancy/manifest.json (npm test -- vitest tests/integration/tenancy/matrix.test.ts -u does it)'
    expect(changes.length > 0 ? [how, ...changes] : []).toEqual([])
  })

  it('says what the product does', async () => {
    const seen = Object.fromEntries([...coordinates].toSorted().map((each) => [each, rowOf(each, matrix)]))
    await expect(`${JSON.stringify(seen, null, 2)}\n`).toMatchFileSnapshot('manifest.json')
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
