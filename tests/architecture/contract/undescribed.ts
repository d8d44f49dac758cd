import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType, type GraphQLSchema } from 'graphql'

interface Described {
  description?: string | null | undefined
}

const bare = (thing: Described): boolean => !thing.description?.trim()

/** Every type, field, argument and enum value of a schema that nobody has described. */
export function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
  return types.flatMap((type) => {
    const found: string[] = bare(type) ? [type.name] : []
    if (isEnumType(type))
      found.push(
        ...type
          .getValues()
          .filter(bare)
          .map((value) => `${type.name}.${value.name}`),
      )
    if (isInputObjectType(type))
      found.push(
        ...Object.values(type.getFields())
          .filter(bare)
          .map((field) => `${type.name}.${field.name}`),
      )
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (bare(field)) found.push(`${type.name}.${field.name}`)
        found.push(...field.args.filter(bare).map((arg) => `${type.name}.${field.name}(${arg.name}:)`))
      }
    }
    return found
  })
}
