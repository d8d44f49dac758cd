import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'
import { maxCalendarVisits } from '#shared/schemas/appointments'

/** The limits of the contract: what one operation may ask for. */
export const limits = { depth: 10, aliases: 15, tokens: 1_000, directives: 20, nodes: 10_000, items: 1_000, bodyBytes: 100_000 } as const

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/**
 * Looks at each fragment once, however often it is spread: a chain of fragments that each spread the next one twice would
 * otherwise take longer than anybody lives. A circle counts as nothing here; another rule refuses it.
 */
function oncePerFragment(fragments: Fragments, measure: (set: SelectionSetNode) => number): (name: string) => number {
  const known = new Map<string, number>()
  return (name) => {
    const set = fragments.get(name)?.selectionSet
    if (!set) return 0
    if (!known.has(name)) {
      known.set(name, 0)
      known.set(name, measure(set))
    }
    return known.get(name) ?? 0
  }
}

/** Depth of a selection; introspection does not count. */
function depthOf(set: SelectionSetNode, fragments: Fragments): number {
  const ofFragment = oncePerFragment(fragments, (inner) => measure(inner))
  const measure = (selections: SelectionSetNode | undefined): number => {
    const depths = (selections?.selections ?? []).map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
      if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet)
      return selection.name.value.startsWith('__') ? 0 : 1 + measure(selection.selectionSet)
    })
    return Math.max(0, ...depths)
  }
  return measure(set)
}

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  )

const depthRule: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition: (operation) => {
    if (depthOf(operation.selectionSet, fragmentsOf(context.getDocument())) > limits.depth) {
      context.reportError(
        new GraphQLError(`Operations may be ${limits.depth} levels deep at most`, {
          nodes: [operation],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
      )
    }
    return false
  },
})

const countRule: ValidationRule = (context): ASTVisitor => {
  const count = { aliases: 0, directives: 0 }
  const tooMany = (what: keyof typeof count) =>
    new GraphQLError(`Operations may have ${limits[what]} ${what} at most`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
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

/** Arguments that say how many rows are asked for: by number, or by naming each. */
const sizes = new Set(['first', 'last', 'ids'])

/** Fields that answer with many rows at once, without a page. */
const rowsOf: Readonly<Record<string, number>> = { calendar: maxCalendarVisits, usage: 30 }

function pageSize(field: FieldNode, variables: Variables): number | null {
  for (const argument of field.arguments ?? []) {
    if (!sizes.has(argument.name.value)) continue
    const { value } = argument
    if (value.kind === Kind.INT) return Number(value.value)
    if (value.kind === Kind.LIST) return value.values.length
    const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : null
    if (typeof given === 'number') return given
    if (Array.isArray(given)) return given.length
  }
  return rowsOf[field.name.value] ?? null
}

/** The variables as the operation sees them: what was not given has the default that its text states. */
function withDefaults({ variableDefinitions }: OperationDefinitionNode, given: Variables): Variables {
  const defaults = (variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  )
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...defaults, ...known])
}

/**
 * How many rows an operation can ask for: every page multiplies what is below it by its size, after variables are substituted.
 */
function requestedNodes(set: SelectionSetNode, fragments: Fragments, variables: Variables): number {
  const ofFragment = oncePerFragment(fragments, (inner) => measure(inner))
  const measure = (selections: SelectionSetNode): number =>
    selections.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value)
      const below = selection.selectionSet ? measure(selection.selectionSet) : 0
      const size = selection.kind === Kind.FIELD ? pageSize(selection, variables) : null
      return sum + (size === null ? below : Math.max(1, size) * (1 + below))
    }, 0)
  return measure(set)
}

/** How many items stand in the lists of the variables: each that does not fit is a mistake of its own to tell of. */
function itemsIn(variables: Variables): number {
  let items = 0
  const open: unknown[] = [variables]
  for (let value = open.pop(); value !== undefined && items <= limits.items; value = open.pop()) {
    if (Array.isArray(value)) items += value.length
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) open.push(part ?? null)
  }
  return items
}

const tooCostly = (message: string) => new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } } })

/**
 * Refuses an operation that asks for more rows than one may. @returns how many it asks for
 * @throws GraphQLError QUERY_TOO_COSTLY
 */
export function checkCost(operation: OperationDefinitionNode, document: DocumentNode, given: Variables): number {
  if (itemsIn(given) > limits.items) throw tooCostly(`The variables of one operation may list ${limits.items} items at most`)
  const nodes = requestedNodes(operation.selectionSet, fragmentsOf(document), withDefaults(operation, given))
  if (nodes > limits.nodes) {
    throw tooCostly(`One operation may ask for ${limits.nodes} rows at most: ask for smaller pages`)
  }
  return nodes
}
