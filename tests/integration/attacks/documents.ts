import { ask, sendText, type Attack } from './attack'

const refusal =
  /^\d+ (GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE|QUERY_TOO_COSTLY|BAD_USER_INPUT|BAD_REQUEST)$/

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ')

const deep = `{ node(id: "x") { ... on Appointment { ${'site { gates(first: 1) { edges { node { '.repeat(3)} id ${'} } } } '.repeat(3)} } } }`
const bomb = (leaf: string): string =>
  `${times(8, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)} fragment f8 on Query { ${leaf} } { ...f0 }`
const pages =
  'appointments(first: $n) { edges { node { visitPasses(first: $n) { edges { node { checkins(first: $n) { edges { cursor } } } } } } } }'
const introspection = '__schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } }'

/** Documents, each refused before anything is asked of the database. */
const documents: Record<string, [query: unknown, variables?: unknown]> = {
  'eleven levels': [deep],
  'levels hidden in inline fragments': [`{ ${'... on Query { '.repeat(60)} node(id: "x") { id } ${'} '.repeat(60)} ${deep.slice(1)}`],
  'sixteen aliases': [`{ ${times(16, (index) => `a${index}: __typename`)} }`],
  'aliases spread over fragments': [
    `{ ...a ...b } ${times(2, (index) => `fragment ${'ab'[index]} on Query { ${times(9, (n) => `x${index}${n}: __typename`)} }`)}`,
  ],
  'a thousand aliases of one costly field': [`{ ${times(1_000, (index) => `a${index}: appointments(first: 100) { edges { cursor } }`)} }`],
  'twenty-one directives': [`{ ${'instance { __typename @include(if: true) } '.repeat(21)} }`],
  'two hundred directives on one field': [`{ __typename ${'@include(if: true) '.repeat(200)} }`],
  'directives nobody knows': [`{ __typename ${times(30, (index) => `@d${index}`)} }`],
  'more than 1,000 tokens': [`{ ${'__typename '.repeat(1_100)} }`],
  'ninety kilobytes of brackets': [`{ a(x: ${'['.repeat(90_000)}`],
  'ninety kilobytes of a name': [`{ ${'a'.repeat(90_000)} }`],
  'a circle of fragments': ['{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
  'a fragment of itself': ['{ ...a } fragment a on Query { __typename ...a }'],
  'a fragment of itself, deeper': [
    '{ node(id: "x") { ...a } } fragment a on Site { gates(first: 1) { edges { node { site { ...a } } } } }',
  ],
  'fragments that double the pages': [bomb('visitors(first: 100) { edges { cursor } }')],
  'pages of pages of pages': [`query ($n: Int = 100) { ${pages} }`],
  'pages whose size a variable says': [`query ($n: Int) { ${pages} }`, { n: 100 }],
  'a page of two thousand millions': ['query ($n: Int) { visitors(first: $n) { edges { cursor } } }', { n: 2_147_483_647 }],
  'a page of less than nothing': ['{ visitors(first: -1) { edges { cursor } } }'],
  'fields in conflict': [`{ ${times(40, (index) => `visitors(first: ${index + 1}) { edges { cursor } }`)} }`],
  'a field that does not exist': ['{ viewer { password } }'],
  'a hundred fields that do not exist': [`{ ${times(100, (index) => `viewers${index}`)} }`],
  'an introspection of types in types in types': [`{ ${times(15, (index) => `a${index}: ${introspection}`)} }`],
  'no operation': ['fragment a on Query { __typename }'],
  'two operations without a name': ['query a { __typename } query b { __typename }'],
  'a null byte': ['{ viewer { \u0000 } }'],
  'a document that is a number': [42],
  'a document that is an object': [{ query: '{ __typename }' }],
  'variables that are a list': ['{ __typename }', [1, 2, 3]],
  'five hundred levels of variables': [
    'query ($f: AppointmentFilter) { appointments(first: 1, filter: $f) { edges { cursor } } }',
    { f: nested(500) },
  ],
  'ten thousand values of an enum': [
    'query ($s: [AppointmentStatus!]) { appointments(first: 1, filter: { status: $s }) { edges { cursor } } }',
    { s: Array.from({ length: 9_000 }, () => 'NONE') },
  ],
}

const filtered = 'query ($f: AppointmentFilter) { appointments(first: 1, filter: $f) { edges { cursor } } }'

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

const node = 'query ($id: ID!) { node(id: $id) { id } }'
const globalId = (text: string): string => Buffer.from(text, 'latin1').toString('base64url')
const nowhere = /^200 (answered|BAD_USER_INPUT)$/

/** Ids that are none: answered with null, as any id that does not exist. */
const ids: Record<string, string> = {
  'an id of the type __proto__': globalId('__proto__:constructor'),
  'an id of the type constructor': globalId('constructor:prototype'),
  'an id of the type Query': globalId('Query:x'),
  'an id that is SQL': globalId("Visitor:' OR 1=1 -- "),
  'an id with a null byte': globalId('Visitor:\u0000'),
  'an id of lone surrogates': '\ud800\udfff\ud800',
  'an id of ninety kilobytes': 'A'.repeat(90_000),
}

const proto = '{"query":"{ viewer { permissions } }","variables":{"__proto__":{"permissions":["platform:manage"]}},"__proto__":{"a":1}}'

/** Attacks by what stands in an operation. */
export const documentAttacks: Attack[] = [
  ...Object.entries(documents).map(([name, [query, variables]]): Attack => ({
    name,
    send: (target) => ask(target, query, variables),
    harmless: refusal,
  })),
  ...Object.entries(ids).map(([name, id]): Attack => ({ name, send: (target) => ask(target, node, { id }), harmless: nowhere })),
  {
    name: 'eleven thousand ids that are none',
    send: (target) => ask(target, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: 11_000 }, () => 'x') }),
    harmless: refusal,
  },
  {
    name: 'variables named __proto__',
    send: (target) => sendText(target, proto),
    harmless: /^400 |^200 answered$/,
  },
  {
    name: 'twenty thousand levels of variables',
    send: (target) =>
      sendText(target, `{"query":${JSON.stringify(filtered)},"variables":{"f":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`),
    harmless: /^4\d\d |BAD_USER_INPUT$/,
  },
]
