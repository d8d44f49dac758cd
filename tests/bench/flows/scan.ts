import { randomUUID } from 'node:crypto'
import { passCount, rearm } from '../fixture/data-set.ts'
import { poolSize, type Product } from '../fixture/product.ts'
import type { Program } from '../fixture/processes.ts'
import { putLoad, type Load } from '../measure/load.ts'
import { compare } from '../measure/rounds.ts'
import { countStatements } from '../measure/statements.ts'
import { atMost, comparisonRow, type Row } from '../table.ts'

/** What a gate asks: everything that it shows, and every way that a scan can end. */
export const scanDocument = `mutation Scan($input: ScanPassInput!) { scanPass(input: $input) { __typename
  ... on ScanAdmitted { notices checkin { id occurredAt } visitPass { id status visitor { name company } } }
  ... on ScanDenied { reason message checkin { id occurredAt } }
  ... on ScanIncomplete { missing visitPass { id visitor { name } } }
  ... on UserError { code message } } }`

/** More than a round of two seconds uses. */
const passesApart = 3_700

/** The body of one scan, with a nonce of its own. */
export const scanBody = (product: Product, code: string): string =>
  JSON.stringify({
    query: scanDocument,
    variables: { input: { code, gateId: product.demo.gates[0]?.id, direction: 'ENTRY', nonce: randomUUID() } },
  })

/** What a round of entries sends to a program on the database of a product: each request another pass. */
export function scanLoad(product: Product): (program: Program) => Load {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.demo.deviceToken}` }
  let rounds = 0
  /** Every round begins at other passes: what the last one gave up on may be written, after a stall of the disk, in the next. */
  const codes = (): string[] => {
    const first = (rounds++ * passesApart) % passCount
    return [...product.codes.slice(first), ...product.codes.slice(0, first)]
  }
  return ({ url }) => ({
    url,
    connections: 16,
    seconds: 2,
    method: 'POST',
    headers,
    paths: ['/graphql'],
    bodies: codes().map((code) => scanBody(product, code)),
    expect: '"ScanAdmitted"',
  })
}

/** Entries of single-use passes. */
export async function scan(product: Product): Promise<Row[]> {
  const gatePool = poolSize / 2
  const web = await product.startWeb('web')
  const limit = await product.startLimit('scan', gatePool)
  const pipelined = await product.startLimit('scan', gatePool, { TRIPS: 'pipelined' })
  const load = scanLoad(product)
  const before = () => rearm(product.db, product.organizationId)
  try {
    const plain = await compare({ ours: web, limit, load, before, pairs: 6 })
    const hard = await compare({ ours: web, limit: pipelined, load, before, pairs: 3 })
    await before()
    const round = { answers: 0 }
    const counted = await countStatements(product.db, 1, async () => {
      Object.assign(round, await putLoad({ ...load(web), seconds: 2 }))
    })
    const trips = counted.perRequest / Math.max(1, round.answers)
    return [
      comparisonRow('scanPass', plain, 0.8, `${passCount} passes`),
      atMost('scanPass: p99 of the limit’s', plain.ours.p99 / plain.limit.p99, 2, '×'),
      atMost('scanPass: statements', trips, 6, ''),
      comparisonRow('scanPass, to a limit that pipelines', hard, 0, 'for information'),
    ]
  } finally {
    await Promise.all([web, limit, pipelined].map((program) => program.stop()))
  }
}
