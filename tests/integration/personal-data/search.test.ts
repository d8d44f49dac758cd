import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { matchesName } from '../../../server/core/blind-index'
import { registerVisitor } from '../../../server/domains/visitors/use-cases/find-or-register-visitors'
import { keyringOf } from '../../../server/infra/keyring'
import { tenantClient } from '../../../server/infra/tenant-client'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator } from '../../setup/principals'
import { dataOf } from '../api/graphql-call'

let org: TestOrganization
let other: TestOrganization

const firsts = ['Анна', 'Антон', 'Мария', 'Марк', 'Ли', 'Zoë', 'Ann', 'Anton', 'Семён']
const lasts = ['Петрова', 'Петренко', 'Ким', 'O’Neill', 'Smith', 'Smithson', '李', 'Воробьёва']
const people = firsts.flatMap((first) => lasts.map((last) => `${first} ${last}`))

async function register(at: TestOrganization, name: string, more: { email?: string; phone?: string } = {}) {
  const details = { name, email: more.email ?? null, phone: more.phone ?? null, company: null }
  return registerVisitor(tenantClient(at.id), await keyringOf(at.id), details, 'RU', new Date())
}

beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
  for (const name of people) await register(org, name)
  await register(other, 'Анна Петрова', { email: 'anna@guest.example', phone: '+79161234567' })
  await register(org, 'Анна Каренина', { email: 'anna@guest.example', phone: '+79161234567' })
})

type Page = { visitors: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
const document = `query ($search: String!, $first: Int!, $after: String) { visitors(filter: { search: $search }, first: $first, after: $after) {
  edges { node { name } } pageInfo { hasNextPage endCursor } } }`

/** Every name found, page by page. */
async function found(search: string, first = 100): Promise<string[]> {
  const names: string[] = []
  for (let after: string | null = null; ;) {
    const { visitors }: Page = await dataOf<Page>(asOperator(org), document, { search, first, after })
    names.push(...visitors.edges.map(({ node }) => node.name))
    if (!visitors.pageInfo.hasNextPage) return names
    after = visitors.pageInfo.endCursor
  }
}

describe('searching visitors whose names are sealed', () => {
  it('finds exactly those whose words begin so, whatever was typed', async () => {
    const all = [...people, 'Анна Каренина']
    const typed = fc.tuple(fc.constantFrom(...all), fc.boolean(), fc.nat(8), fc.nat(8)).map(([name, swap, a, b]) => {
      const words = name.split(' ').map((word, index) => [...word].slice(0, Math.max(2, index === 0 ? a : b)).join(''))
      return (swap ? words.toReversed() : words).join(' ')
    })
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect((await found(text)).toSorted()).toEqual(all.filter((name) => matchesName(name, text)).toSorted())
      }),
      { numRuns: 40 },
    )
  })

  it.each<[string, string[]]>([
    ['анна@', []],
    ['ANNA@guest.example', ['Анна Каренина']],
    ['8 (916) 123-45-67', ['Анна Каренина']],
    ['семен ким', ['Семён Ким']],
    ['李', firsts.map((first) => `${first} 李`)],
    ['Се O’N', ['Семён O’Neill']],
    ['%', []],
    ["' OR 1=1 --", []],
  ])('%s', async (text, names) => expect((await found(text)).toSorted()).toEqual(names.toSorted()))

  it('pages through what it found', async () => {
    expect(await found('петр', 5)).toHaveLength(people.filter((name) => name.includes('Петр')).length)
  })

  it('shows a host nobody but their guests', async () => {
    const { visitors } = await dataOf<Page>(asHost(org), document, { search: 'анна', first: 10 })
    expect(visitors.edges).toEqual([])
  })
})
