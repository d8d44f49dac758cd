import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** Parts of the contract that the schema does not have yet: a type's name, or `Type.field`. */
export type Excused = ReadonlySet<string>

interface Difference {
  place: string
  words: string
}

const missing = (place: string): Difference => ({ place, words: 'is missing' })
const typed = (place: string, wanted: unknown, found: unknown): Difference[] =>
  String(wanted) === String(found) ? [] : [{ place, words: `is ${String(found)}, the contract says ${String(wanted)}` }]

function fieldDifferences(place: string, wanted: GraphQLField<unknown, unknown>, found: GraphQLField<unknown, unknown>): Difference[] {
  const args = wanted.args.flatMap((arg) => {
    const there = found.args.find(({ name }) => name === arg.name)
    return there ? typed(`${place}(${arg.name}:)`, arg.type, there.type) : [missing(`${place}(${arg.name}:)`)]
  })
  const demanded = found.args
    .filter((arg) => String(arg.type).endsWith('!') && arg.defaultValue === undefined && !wanted.args.some(({ name }) => name === arg.name))
    .map((arg) => ({ place: `${place}(${arg.name}:)`, words: 'is required, the contract does not have it' }))
  return [...typed(place, wanted.type, found.type), ...args, ...demanded]
}

function memberDifferences(wanted: GraphQLNamedType, found: GraphQLNamedType): Difference[] {
  const { name } = wanted
  if (isUnionType(wanted) && isUnionType(found)) {
    const members = new Set(found.getTypes().map(String))
    return wanted
      .getTypes()
      .filter((type) => !members.has(String(type)))
      .map((type) => missing(`${name} = ${String(type)}`))
  }
  if (isEnumType(wanted) && isEnumType(found)) {
    return wanted
      .getValues()
      .filter((value) => !found.getValue(value.name))
      .map((value) => missing(`${name}.${value.name}`))
  }
  if (isInputObjectType(wanted) && isInputObjectType(found)) {
    return Object.values(wanted.getFields()).flatMap((field) => {
      const there = found.getFields()[field.name]
      if (!there) return [missing(`${name}.${field.name}`)]
      const standard = JSON.stringify(field.defaultValue) === JSON.stringify(there.defaultValue)
      const defaults = standard
        ? []
        : [
            {
              place: `${name}.${field.name}`,
              words: `has the default ${String(there.defaultValue)}, the contract says ${String(field.defaultValue)}`,
            },
          ]
      return [...typed(`${name}.${field.name}`, field.type, there.type), ...defaults]
    })
  }
  if ((isObjectType(wanted) && isObjectType(found)) || (isInterfaceType(wanted) && isInterfaceType(found))) {
    const interfaces = wanted.getInterfaces().filter((one) => !found.getInterfaces().some((other) => other.name === one.name))
    const fields = Object.values(wanted.getFields()).flatMap((field) => {
      const there = found.getFields()[field.name]
      return there ? fieldDifferences(`${name}.${field.name}`, field, there) : [missing(`${name}.${field.name}`)]
    })
    return [...interfaces.map((one) => missing(`${name} implements ${one.name}`)), ...fields]
  }
  return wanted.constructor === found.constructor ? [] : [{ place: name, words: 'is of another kind' }]
}

/** What of the contract a schema does not answer, one line each. More members, fields, arguments and values are welcome. */
export function contractDifferences(contract: GraphQLSchema, schema: GraphQLSchema, excused: Excused): string[] {
  const types = Object.values(contract.getTypeMap()).filter((type) => !type.name.startsWith('__'))
  return types
    .flatMap((wanted) => {
      const found = schema.getType(wanted.name)
      return found ? memberDifferences(wanted, found) : [missing(wanted.name)]
    })
    .filter(({ place }) => !excused.has(place))
    .map(({ place, words }) => `${place} ${words}`)
}
