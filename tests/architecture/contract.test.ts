import { readFileSync } from 'node:fs'
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../server/graphql/schema'
import { contractDifferences } from './contract/held-contract'
import { undescribed } from './contract/undescribed'

const contract = buildSchema(readFileSync('tests/architecture/contracts.graphql', 'utf8'))
const printed = readFileSync('server/graphql/schema.graphql', 'utf8')
const none = new Set<string>()

describe('the schema', () => {
  it('answers everything that other programs hold on to', () => {
    expect(contractDifferences(contract, schema, none)).toEqual([])
  })

  it('is what the code prints', () => {
    expect(printed, 'run `npm run generate:schema`').toBe(`${printSchema(lexicographicSortSchema(schema))}\n`)
  })

  it('describes every type, field, argument and enum value', () => {
    expect(undescribed(schema)).toEqual([])
  })
})

/** A small contract, and schemas that break it in one place each. */
const held = `
  type Query { visit(id: ID!, day: String): Visit visits: [Visit!]! }
  interface Node { id: ID! }
  type Visit implements Node { id: ID! state: State! }
  enum State { OPEN CLOSED }
  input Wanted { state: State! kind: State = OPEN }
  type Other { id: ID! }
  union Thing = Visit | Other`

describe('the check of the contract', () => {
  const cases: [breaks: string, change: [from: string, to: string], expected: string][] = [
    ['a missing type', ['type Other { id: ID! }', ''], 'Other is missing'],
    ['a missing field', ['state: State! }\n  enum', '}\n  enum'], 'Visit.state is missing'],
    ['another type of a field', ['visits: [Visit!]!', 'visits: [Visit]!'], 'Query.visits is [Visit]!, the contract says [Visit!]!'],
    ['a missing argument', [', day: String', ''], 'Query.visit(day:) is missing'],
    ['another type of an argument', ['id: ID!, day', 'id: String!, day'], 'Query.visit(id:) is String!, the contract says ID!'],
    [
      'a new required argument',
      ['day: String', 'day: String, page: Int!'],
      'Query.visit(page:) is required, the contract does not have it',
    ],
    ['a missing enum value', ['OPEN CLOSED', 'OPEN'], 'State.CLOSED is missing'],
    ['a missing member of a union', [' | Other', ''], 'Thing = Other is missing'],
    ['another type of an input field', ['state: State! kind', 'state: State kind'], 'Wanted.state is State, the contract says State!'],
    ['another default', ['kind: State = OPEN', 'kind: State = CLOSED'], 'Wanted.kind has the default CLOSED, the contract says OPEN'],
    ['an interface that is not implemented', ['Visit implements Node', 'Visit'], 'Visit implements Node is missing'],
    ['a type of another kind', ['union Thing = Visit | Other', 'scalar Thing'], 'Thing is of another kind'],
  ]

  it.each(cases)('finds %s', (_, [from, to], expected) => {
    let changed = held.replace(from, to)
    if (expected === 'Other is missing') changed = changed.replace(' | Other', '')
    expect(changed).not.toBe(held)
    expect(contractDifferences(buildSchema(held), buildSchema(changed), none)).toContain(expected)
  })

  it('lets a schema have more than the contract', () => {
    const more = held
      .replace('OPEN CLOSED', 'OPEN CLOSED LATE')
      .replace('day: String', 'day: String, page: Int')
      .replace('Visit | Other', 'Visit | Other | Query')
    expect(contractDifferences(buildSchema(held), buildSchema(more), none)).toEqual([])
  })

  it('excuses only what it is told to', () => {
    const less = buildSchema(held.replace('visits: [Visit!]!', ''))
    expect(contractDifferences(buildSchema(held), less, new Set(['Query.visits']))).toEqual([])
    expect(contractDifferences(buildSchema(held), less, none)).toEqual(['Query.visits is missing'])
  })

  it('finds everything that nobody has described', () => {
    const text = '"A." type Query { "F." visit("I." id: ID!, day: String): S other: Int } enum S { "O." OPEN CLOSED } input In { a: Int }'
    expect(undescribed(buildSchema(text))).toEqual(['Query.visit(day:)', 'Query.other', 'S', 'S.CLOSED', 'In', 'In.a'])
  })
})
