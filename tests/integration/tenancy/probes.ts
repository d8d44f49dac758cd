import { getNamedType, isAbstractType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql'
import { schema } from '../../../server/graphql/schema'
import type { Varied } from './arguments'
import { argumentCoordinates, idArguments, minimal, objectTypes, rootField, waysToTypes, type Way } from './coordinates'

/** One operation of the matrix: what it asks, which id it varies, and which coordinates its answers speak of. */
export interface Probe {
  coordinate: string
  root: 'Query' | 'Mutation' | 'Subscription'
  /** The root field. */
  field: string
  /** Its selection, with the coordinate under the alias `hit`. */
  selection: string
  varied: Varied | null
  /** How the coordinate is reached, for the manifest. */
  reached: string
}

type Field = GraphQLField<unknown, unknown>

/** The type by which `node` itself is tried. */
const sampleNode = 'VisitPass'

const word = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' } as const

/** The text of an operation with these arguments. */
export function documentOf({ root, field, selection }: Probe, args: string[]): string {
  const known = rootField(root, field).args.filter(({ name }) => args.includes(name))
  const declared = known.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ')
  const used = known.map(({ name }) => `${name}: $${name}`).join(', ')
  return `${word[root]}${declared ? ` (${declared})` : ''} { hit0: ${field}${used ? `(${used})` : ''} ${selection} }`
}

/** What a union's members are asked for: everything, each name that means two things under its own alias. */
function ofMembers(members: readonly GraphQLObjectType[]): string {
  const clashes = (field: Field) =>
    members.some((other) => (other.getFields()[field.name]?.type ?? field.type).toString() !== field.type.toString())
  const parts = members.map((member) => {
    const fields = Object.values(member.getFields()).map((field) => (clashes(field) ? `${member.name}_${minimal(field)}` : minimal(field)))
    return `... on ${member.name} { ${fields.map((text) => aliased(member.name, text)).join(' ')} }`
  })
  return `{ __typename ${parts.join(' ')} }`
}

/** `Type_field …` becomes an alias of the field. */
const aliased = (member: string, text: string): string =>
  text.startsWith(`${member}_`) ? `${text.split(/[ (]/, 1)[0]}: ${text.slice(member.length + 1)}` : text

function selectionOf(field: Field): string {
  const type = getNamedType(field.type)
  if (isAbstractType(type) && type.name !== 'Node') return ofMembers(schema.getPossibleTypes(type))
  return minimal(field)
    .slice(field.name.length)
    .replace(/^\(first: 20\)/, '')
}

function rootProbes(root: Probe['root']): Probe[] {
  const type = schema.getType(root)
  if (!isObjectType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => {
    const selection = selectionOf(field)
    const base = { root, field: field.name, selection, reached: root.toLowerCase() }
    const varied = idArguments(field).map(({ path, type: named }) => ({
      ...base,
      coordinate: `${root}.${field.name}(${path})`,
      varied: { path, type: named ?? sampleNode },
    }))
    return [{ ...base, coordinate: `${root}.${field.name}`, varied: firstRequired(field) }, ...varied]
  })
}

function firstRequired(field: Field): Varied | null {
  const id = idArguments(field).find(({ required }) => required)
  return id ? { path: id.path, type: id.type ?? sampleNode } : null
}

function fieldProbe(type: GraphQLObjectType, field: Field, way: Way): Probe {
  const varied = way.lookedUp ? { path: 'id', type: way.lookedUp } : firstRequired(rootField(way.root, way.field))
  return {
    coordinate: `${type.name}.${field.name}`,
    root: way.root,
    field: way.field,
    selection: `{ __typename ${way.around(`hit: ${minimal(field)}`)} }`,
    varied,
    reached: way.lookedUp ? `node(${way.lookedUp})` : way.field,
  }
}

/** Every operation that the matrix asks. Mutations select all of their result, so that they speak for its members too. */
export function allProbes(): Probe[] {
  const fields = objectTypes.flatMap((type) => {
    const way = waysToTypes.get(type.name)
    if (!way || way.root === 'Mutation') return []
    return Object.values(type.getFields()).map((field) => fieldProbe(type, field, way))
  })
  return [...rootProbes('Query'), ...fields, ...rootProbes('Mutation'), ...rootProbes('Subscription')]
}

/** Coordinates that only the results of mutations show, with the types they belong to. */
export const resultTypes: readonly GraphQLObjectType[] = objectTypes.filter(({ name }) => waysToTypes.get(name)?.root === 'Mutation')

/** Every coordinate that needs a row: fields, and the ids that root fields take. */
export const allCoordinates = (): string[] => [
  ...objectTypes.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)),
  ...argumentCoordinates,
]
