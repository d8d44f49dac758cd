import { passCount, rearm } from '../fixture/data-set.ts'
import { openProduct, type Product } from '../fixture/product.ts'
import type { Program } from '../fixture/processes.ts'
import type { Load } from '../measure/load.ts'
import { compare, type Comparison } from '../measure/rounds.ts'
import { atMost, type Row } from '../table.ts'
import { pageLoad } from './page.ts'
import { scanLoad } from './scan.ts'

/** Passes of an installation that has been in use for years. */
const grown = 1_000_000

/** Which page is asked for beside the first. */
const farPage = 1_000

/** The cursor before a page of 50, found as an integrator finds it: by reading on. */
async function cursorBefore(product: Product, program: Program, page: number): Promise<string> {
  const { url, headers } = pageLoad(product, program)
  const query = 'query Cursors($first: Int!, $after: String) { appointments(first: $first, after: $after) { pageInfo { endCursor } } }'
  let after: string | undefined
  for (let left = (page - 1) * 50; left > 0; left -= 100) {
    const body = JSON.stringify({ query, variables: { first: Math.min(100, left), after } })
    const answer = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as {
      data?: { appointments: { pageInfo: { endCursor: string | null } } }
    }
    const cursor = answer.data?.appointments.pageInfo.endCursor
    if (!cursor) throw new Error(`The list ends before page ${page}`)
    after = cursor
  }
  return after ?? ''
}

/** Lines about how much longer the one takes than the other. */
function rowsOf(flow: string, { ours, limit, ratio, wrong }: Comparison): Row[] {
  const times = `p50/p99 ${ours.p50.toFixed(1)}/${ours.p99.toFixed(1)} ms to ${limit.p50.toFixed(1)}/${limit.p99.toFixed(1)} ms`
  const wrongs = wrong.ours + wrong.limit > 0 ? `; ${wrong.ours + wrong.limit} WRONG ANSWERS` : ''
  return [atMost(flow, 1 / ratio, 1.2, '× the time', times + wrongs), atMost(`${flow}: p99`, ours.p99 / limit.p99, 1.2, '×')]
}

/** What growth costs: a scan and a page at a million passes against ten thousand, and a page far down against the first. */
export async function growth(small: Product): Promise<Row[]> {
  const large = await openProduct(grown - passCount)
  const webs = { ours: await large.startWeb('web-large'), limit: await small.startWeb('web') }
  const side = <T>(program: Program, of: (product: Product) => T): T => of(program === webs.ours ? large : small)
  const scans = new Map<Program, (program: Program) => Load>([
    [webs.ours, scanLoad(large)],
    [webs.limit, scanLoad(small)],
  ])
  const before = async () => {
    for (const { db, organizationId } of [large, small]) await rearm(db, organizationId)
  }
  try {
    const scanned = await compare({ ...webs, load: (program) => scans.get(program)?.(program) as Load, before, pairs: 6 })
    const paged = await compare({ ...webs, load: (program) => side(program, (product) => pageLoad(product, program)), pairs: 6 })
    const far = await cursorBefore(large, webs.ours, farPage)
    // One process answers both: the two sides of this comparison are two pages.
    const turned = await compare({
      ours: { ...webs.ours },
      limit: webs.ours,
      load: (program) => pageLoad(large, program, program === webs.ours ? undefined : far),
      pairs: 6,
    })
    return [
      ...rowsOf(`scanPass at ${grown} passes`, scanned),
      ...rowsOf(`first page at ${grown} passes`, paged),
      ...rowsOf(`page ${farPage} to page 1`, turned),
    ]
  } finally {
    await Promise.all([webs.ours.stop(), webs.limit.stop()])
    await large.stop()
  }
}
