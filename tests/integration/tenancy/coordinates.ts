import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql'
import { schema } from '../../../server/graphql/schema'

type Field = GraphQLField<unknown, unknown>

const roots = ['Query', 'Mutation', 'Subscription']

/** Object types of the product's schema, roots included. */
export const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
)

const isNode = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Node')

/** Types that `node` finds by their global id. */
export const nodeTypes = objectTypes.filter(isNode).map(({ name }) => name)

/** An id among the arguments of a root field, or a secret that stands for one. */
export interface IdArgument {
  /** Where it stands: `siteId`, `filter.hostId`, `input.roleIds`. */
  path: string
  /** The type that it names, `#code`, `#inviteToken` or `#accountLinkToken`; null for one that may name any. */
  type: string | null
  /** Whether the field cannot be asked without it. */
  required: boolean
}

/** Secrets that open something, like an id that cannot be guessed. */
const secrets: Record<string, string> = { code: '#code', token: '#accountLinkToken' }

/** What ids are called that do not bear the name of their type. */
const named: Record<string, string | null> = {
  id: null,
  ids: null,
  entityId: null,
  objectId: null,
  parentId: 'Department',
  passkeyId: 'Passkey',
  passCardId: 'PassCard',
  visitorTypeId: 'VisitorType',
  deputyId: 'Host',
  delegateId: 'Host',
}

function typeNamed(name: string, path: string): string | null {
  if (name in named) return named[name] ?? null
  const type = name.replace(/Ids?$/, '').replace(/^./, (letter) => letter.toUpperCase())
  const found = nodeTypes.find((each) => each === type) ?? nodeTypes.find((each) => type.endsWith(each))
  if (!found) throw new Error(`${path}: say in tests/integration/tenancy/coordinates.ts (named) which type this id names`)
  return found
}

function idsIn(name: string, type: GraphQLInputType, path: string, required: boolean): IdArgument[] {
  const inner = getNamedType(type)
  if (inner.name === 'ID') return [{ path, type: typeNamed(name, path), required }]
  if (inner.name === 'String' && secrets[name]) return [{ path, type: secrets[name], required }]
  if (!isInputObjectType(inner)) return []
  return Object.values(inner.getFields()).flatMap((field) =>
    idsIn(field.name, field.type, `${path}.${field.name}`, required && isRequiredInputField(field)),
  )
}

/** The ids among the arguments of a field. */
export const idArguments = (field: Field): IdArgument[] =>
  field.args
    .flatMap((arg) => idsIn(arg.name, arg.type, arg.name, isRequiredArgument(arg)))
    .map((id) => (field.name === 'invite' ? { ...id, type: '#inviteToken' } : id))

/** A field of a root type. @throws Error for one that does not exist */
export function rootField(root: string, name: string): Field {
  const type = schema.getType(root)
  const field = isObjectType(type) ? type.getFields()[name] : undefined
  if (!field) throw new Error(`${root}.${name} does not exist`)
  return field
}

/** Coordinates of the ids that root fields take, as `Query.gates(siteId)`. */
export const argumentCoordinates = roots.flatMap((root) => {
  const type = schema.getType(root)
  if (!isObjectType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => idArguments(field).map(({ path }) => `${root}.${field.name}(${path})`))
})

/** Ids below the roots would go untried: there are none. */
export const deepIdArguments = objectTypes
  .filter(({ name }) => !roots.includes(name))
  .flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => idArguments(field).map(({ path }) => `${type.name}.${field.name}(${path})`)),
  )

const takesPages = (args: readonly GraphQLArgument[]): boolean => args.some(({ name }) => name === 'first')

/** A field with what must stand behind it: a page size, and the least of what it leads to. */
export function minimal(field: Field, depth = 0): string {
  const type = getNamedType(field.type)
  const head = takesPages(field.args) ? `${field.name}(first: 20)` : field.name
  return isLeafType(type) ? head : `${head} { ${essence(type, depth)} }`
}

/** What tells most of an object in the fewest words: its id, the rows of a list, or the leaves of a thing without an id. */
function essence(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) return '__typename'
  const { id, edges, node, ...others } = type.getFields()
  if (edges) return `edges { cursor node { __typename id } }`
  if (id) return '__typename id'
  if (node) return 'cursor node { __typename id }'
  const leaves = Object.values(others).filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
  const objects = depth > 0 ? [] : Object.values(others).filter((field) => !leaves.includes(field))
  return ['__typename', ...leaves.map(({ name }) => name), ...objects.map((field) => minimal(field, depth + 1))].join(' ')
}

/** A way from the root to a type: where it begins, and what stands around its fields. */
export interface Way {
  root: 'Query' | 'Mutation' | 'Subscription'
  /** The root field. */
  field: string
  /** For `node`: the type that is looked up. */
  lookedUp: string | null
  /** Puts a selection of the type into the selection of the root field. */
  around: (selection: string) => string
}

const isPlain = ({ args }: Field): boolean => !args.some(isRequiredArgument)

/** The object types behind a field. */
const behind = (field: Field): readonly GraphQLObjectType[] => {
  const type = getNamedType(field.type)
  if (isObjectType(type)) return [type]
  return isAbstractType(type) && type.name !== 'Node' ? schema.getPossibleTypes(type) : []
}

function step(way: Way, field: Field, target: GraphQLObjectType): Way {
  const head = takesPages(field.args) ? `${field.name}(first: 20)` : field.name
  return { ...way, around: (selection) => way.around(`${head} { ... on ${target.name} { ${selection} } }`) }
}

function findWays(): Map<string, Way> {
  const ways = new Map<string, Way>()
  for (const name of nodeTypes)
    ways.set(name, { root: 'Query', field: 'node', lookedUp: name, around: (selection) => `... on ${name} { ${selection} }` })
  for (const root of ['Query', 'Mutation', 'Subscription'] as const) {
    const type = schema.getType(root)
    const fields = isObjectType(type) ? Object.values(type.getFields()) : []
    for (const field of fields)
      for (const target of behind(field))
        if (!ways.has(target.name))
          ways.set(target.name, {
            root,
            field: field.name,
            lookedUp: null,
            around: (selection) => `... on ${target.name} { ${selection} }`,
          })
    spread(ways)
  }
  return ways
}

function spread(ways: Map<string, Way>): void {
  const queue = [...ways.keys()]
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const type = schema.getType(name)
    const way = ways.get(name)
    if (!isObjectType(type) || !way) continue
    for (const field of Object.values(type.getFields()).filter(isPlain))
      for (const target of behind(field)) {
        if (ways.has(target.name)) continue
        ways.set(target.name, step(way, field, target))
        queue.push(target.name)
      }
  }
}

/** The shortest way to every object type: things with an id by that id, the rest through what leads there. */
export const waysToTypes: ReadonlyMap<string, Way> = findWays()
