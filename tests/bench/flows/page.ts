import { poolSize, type Product } from '../fixture/product.ts'
import type { Program } from '../fixture/processes.ts'
import type { Load } from '../measure/load.ts'
import { compare } from '../measure/rounds.ts'
import { countStatements } from '../measure/statements.ts'
import { atMost, comparisonRow, type Row } from '../table.ts'

const pageDocument = `query Page($first: Int!, $after: String) { appointments(first: $first, after: $after) { edges { node { id title status startsAt endsAt host { id name }
  visitPasses(first: 10) { edges { node { id status visitor { name company } } } } } } pageInfo { hasNextPage endCursor } } }`

/** Who asks for the page: an integrator's key. */
const headersOf = ({ demo }: Product) => ({ 'content-type': 'application/json', authorization: `Bearer ${demo.apiKey}` })

/** What a round of the page sends: 50 appointments, those after a cursor where one is given. */
export const pageLoad = (product: Product, { url }: Program, after?: string): Load => ({
  url,
  connections: 16,
  seconds: 2,
  method: 'POST',
  headers: headersOf(product),
  paths: ['/graphql'],
  bodies: [JSON.stringify({ query: pageDocument, variables: { first: 50, after } })],
  expect: '"hasNextPage":true',
})

async function statementsOf(product: Product, web: Program, headers: Record<string, string>, first: number): Promise<number> {
  const count = 20
  const body = JSON.stringify({ query: pageDocument, variables: { first } })
  const counted = await countStatements(product.db, count, async () => {
    for (let index = 0; index < count; index++) await (await fetch(`${web.url}/graphql`, { method: 'POST', headers, body })).text()
  })
  return counted.perRequest
}

/** The integrator's page: 50 appointments with host, passes and visitors, by API key. */
export async function page(product: Product): Promise<Row[]> {
  const web = await product.startWeb('web')
  const limit = await product.startLimit('page', poolSize)
  const headers = headersOf(product)
  const load = (program: Program) => pageLoad(product, program)
  try {
    await sameAnswer(load(web), load(limit))
    const comparison = await compare({ ours: web, limit, load, pairs: 6 })
    const [small, large] = [await statementsOf(product, web, headers, 1), await statementsOf(product, web, headers, 100)]
    return [
      comparisonRow('page of 50 appointments', comparison, 0.45),
      atMost('page: statements', Math.max(small, large), 4, '', `${small.toFixed(1)} for a page of 1, ${large.toFixed(1)} for 100`),
    ]
  } finally {
    await Promise.all([web.stop(), limit.stop()])
  }
}

/** Both do the same work only if they answer the same JSON. */
async function sameAnswer(ours: Load, limit: Load): Promise<void> {
  const [mine, theirs] = await Promise.all(
    [ours, limit].map(async ({ url, headers, bodies }) => {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: bodies?.[0] ?? '' })
      return JSON.stringify(((await response.json()) as { data?: unknown }).data)
    }),
  )
  if (!mine || mine !== theirs)
    throw new Error(`The page and its limit answer differently:\n${mine?.slice(0, 600)}\n${theirs?.slice(0, 600)}`)
}
