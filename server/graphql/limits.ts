import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, Kind, type ASTVisitor, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql'
import type { GraphqlContext } from './context'

/** The limits of the contract: what one operation may ask for. */
export const limits = { depth: 10, aliases: 15, tokens: 1_000, directives: 20, nodes: 10_000, bodyBytes: 100_000 } as const

const refuse = (message: string, node: FieldNode | undefined, code = 'GRAPHQL_VALIDATION_FAILED') =>
  new GraphQLError(message, { ...(node ? { nodes: [node] } : {}), extensions: { code } })

/** Depth of a selection, fragments followed once each (cycles are another rule's business); introspection does not count. */
function depthOf(set: SelectionSetNode | undefined, fragments: Map<string, FragmentDefinitionNode>, seen: readonly string[]): number {
  let deepest = 0
  for (const selection of set?.selections ?? []) {
    let depth = 0
    if (selection.kind === Kind.FIELD) depth = selection.name.value.startsWith('__') ? 0 : 1 + depthOf(selection.selectionSet, fragments, seen)
    else if (selection.kind === Kind.INLINE_FRAGMENT) depth = depthOf(selection.selectionSet, fragments, seen)
    else if (!seen.includes(selection.name.value)) depth = depthOf(fragments.get(selection.name.value)?.selectionSet, fragments, [...seen, selection.name.value])
    if (depth > limits.depth) return depth
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const fragmentsOf = (context: ValidationContext): Map<string, FragmentDefinitionNode> =>
  new Map(context.getDocument().definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])))

const depthRule: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition: (operation) => {
    if (depthOf(operation.selectionSet, fragmentsOf(context), []) > limits.depth) {
      context.reportError(new GraphQLError(`Operations may be ${limits.depth} levels deep at most`, { nodes: [operation], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }))
    }
    return false
  },
})

const countRule: ValidationRule = (context): ASTVisitor => {
  const count = { aliases: 0, directives: 0 }
  const tooMany = (what: keyof typeof count) => new GraphQLError(`Operations may have ${limits[what]} ${what} at most`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
  return {
    Field: (field) => {
      if (field.alias && ++count.aliases === limits.aliases + 1) context.reportError(tooMany('aliases'))
    },
    Directive: () => {
      if (++count.directives === limits.directives + 1) context.reportError(tooMany('directives'))
    },
  }
}

/** Limits that depend on the document alone; checked once per document, then remembered with it. */
export const validationRules: ValidationRule[] = [depthRule, countRule]

type Variables = Record<string, unknown>

function pageSize(field: FieldNode, variables: Variables): number | null {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue
    const { value } = argument
    if (value.kind === Kind.INT) return Number(value.value)
    const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : null
    if (typeof given === 'number') return given
  }
  return null
}

/**
 * How many rows an operation can ask for: every page multiplies what is below it by its size, after variables are substituted.
 * Stops counting at the limit, so that a hostile document is refused in microseconds.
 */
export function requestedNodes(set: SelectionSetNode, fragments: Record<string, FragmentDefinitionNode>, variables: Variables, multiplier = 1, spent = { nodes: 0 }, level = 0): number {
  if (level > 50) return limits.nodes + 1
  for (const selection of set.selections) {
    if (spent.nodes > limits.nodes) break
    if (selection.kind === Kind.FIELD) {
      const size = pageSize(selection, variables)
      const below = multiplier * Math.max(1, Math.min(size ?? 1, limits.nodes + 1))
      if (size !== null) spent.nodes += below
      if (selection.selectionSet) requestedNodes(selection.selectionSet, fragments, variables, below, spent, level + 1)
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet
      if (inner) requestedNodes(inner, fragments, variables, multiplier, spent, level + 1)
    }
  }
  return spent.nodes
}

/** Refuses an operation that asks for more rows than one may. @throws GraphQLError QUERY_TOO_COSTLY */
export function checkCost(set: SelectionSetNode, fragments: Record<string, FragmentDefinitionNode>, variables: Variables): number {
  const nodes = requestedNodes(set, fragments, variables)
  if (nodes > limits.nodes) throw refuse(`One operation may ask for ${limits.nodes} rows at most: ask for smaller pages`, undefined, 'QUERY_TOO_COSTLY')
  return nodes
}

/** Counts the cost of every operation once its variables are known. */
export const costPlugin: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, request }) {
        const fragments = Object.fromEntries(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])))
        if (operation) checkCost(operation.selectionSet, fragments, request.variables ?? {})
      },
    }
  },
}
