import {
  execute,
  type GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { anonymous } from '../../core/ctx'
import { Refusal } from '../../core/errors'
import type { Permission } from '../../core/permissions'
import { createGraphqlContext } from '../../graphql/context'
import { checkCost, limits, validationRules } from '../../graphql/limits'

/** Rows that a selection may ask for: it is answered anew for every event. */
const mostRows = 200

/** How long a selection is waited for, in milliseconds. */
const patience = 3_000

/** Whose rights a selection is answered with: those of the application, at that moment. */
export interface Selector {
  organizationId: string
  applicationId: string
  scopes: readonly Permission[]
}

/** What a selection found. */
export interface Selected {
  selection: unknown
  /** Codes of what could not be answered, with where. */
  selectionErrors?: { code: string; path?: string }[]
}

/** Asks the selection of an endpoint of an object, by its global id. Never rejects. */
export type Select = (selector: Selector, document: string, id: string) => Promise<Selected>

interface Checked {
  document: DocumentNode
  problems: string[]
}

const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)

/** What is wrong with a selection beside what the schema says. */
function shapeProblems(document: DocumentNode): string[] {
  const [operation, ...others] = operationsOf(document)
  if (!operation || others.length > 0 || operation.operation !== 'query') return ['A selection is one query']
  const variables = operation.variableDefinitions ?? []
  if (variables.some(({ variable, defaultValue }) => variable.name.value !== 'id' || defaultValue))
    return ['A selection has the one variable $id: ID!']
  const roots = operation.selectionSet.selections
  if (roots.some((root) => root.kind === Kind.FIELD && root.name.value.startsWith('__'))) return ['A selection asks nothing of the schema']
  try {
    return checkCost(operation, document, { id: '' }) > mostRows ? [`A selection may ask for ${mostRows} rows at most`] : []
  } catch (error) {
    return [error instanceof Error ? error.message : 'It is too costly']
  }
}

/** Reads a selection. @returns what is wrong with it, in words that a developer understands */
function check(schema: GraphQLSchema, text: string): Checked {
  try {
    const document = parse(text, { maxTokens: limits.tokens })
    const errors = validate(schema, document, [...specifiedRules, ...validationRules], { maxErrors: 5 })
    const problems = errors.length > 0 ? errors.map(({ message }) => message) : shapeProblems(document)
    return { document, problems }
  } catch (error) {
    return { document: { kind: Kind.DOCUMENT, definitions: [] }, problems: [error instanceof Error ? error.message : 'It cannot be read'] }
  }
}

const codeOf = (error: GraphQLError): string => {
  const { originalError, extensions } = error
  if (originalError instanceof Refusal) return originalError.code
  return typeof extensions.code === 'string' ? extensions.code : 'INTERNAL'
}

const timedOut: Selected = { selection: null, selectionErrors: [{ code: 'TIMEOUT' }] }

const inTime = (work: Promise<Selected>): Promise<Selected> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Selected>((resolve) => (timer = setTimeout(() => resolve(timedOut), patience)))
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function answer(schema: GraphQLSchema, document: DocumentNode, { scopes, ...of }: Selector, id: string): Promise<Selected> {
  const actor = { type: 'key', id: of.applicationId } as const
  const principal = { ...anonymous, actor, organizationId: of.organizationId, permissions: new Set(scopes) }
  const contextValue = createGraphqlContext(principal, { language: 'en' })
  const { data, errors } = await execute({ schema, document, contextValue, variableValues: { id } })
  if (!errors) return { selection: data }
  const told = errors.slice(0, 5).map((error) => ({ code: codeOf(error), ...(error.path && { path: error.path.join('.') }) }))
  return { selection: data ?? null, selectionErrors: told }
}

/** What selections are checked and answered by. @param schema that they ask */
export function selections(schema: GraphQLSchema): { problemsOf: (text: string) => string[]; select: Select } {
  const known = new LRUCache<string, Checked>({ max: 500 })
  const checked = (text: string): Checked => {
    const found = known.get(text) ?? check(schema, text)
    known.set(text, found)
    return found
  }
  const select: Select = async (selector, text, id) => {
    const { document, problems } = checked(text)
    // A field that has gone since it was saved: the event is told without it.
    if (problems.length > 0) return { selection: null, selectionErrors: [{ code: 'GRAPHQL_VALIDATION_FAILED' }] }
    return inTime(answer(schema, document, selector, id).catch(() => ({ selection: null, selectionErrors: [{ code: 'INTERNAL' }] })))
  }
  return { problemsOf: (text) => checked(text).problems, select }
}
