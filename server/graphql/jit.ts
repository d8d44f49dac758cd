import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'
import { LRUCache } from 'lru-cache'
import { schema } from './schema'

const compiled = new LRUCache<string, CompiledQuery>({ max: 1_000 })

function compiledQuery(key: string, document: DocumentNode, operationName: string | null): CompiledQuery | ExecutionResult {
  const known = compiled.get(key)
  if (known) return known
  const made = compileQuery(schema, document, operationName ?? undefined)
  if (isCompiledQuery(made)) compiled.set(key, made)
  return made
}

/** The JIT's errors lack the extensions that Apollo reads of every error: without them it could tell no cause, only "Internal server error". */
const completed = (error: GraphQLError): GraphQLError => {
  const { message, nodes, path, originalError } = error
  const lacks = (error as Partial<GraphQLError>).extensions === undefined
  return lacks ? new GraphQLError(message, { nodes: nodes ?? null, path: path ?? null, originalError: originalError ?? null }) : error
}

/** Mistakes in variables that a caller is told of at once. The JIT finds all of them, thousands in a hostile request. */
const mistakes = 20

function whole(result: ExecutionResult): ExecutionResult {
  const { errors } = result
  if (!errors) return result
  return { ...result, errors: (result.data ? errors : errors.slice(0, mistakes)).map(completed) }
}

/**
 * Executes operations as compiled code (graphql-jit): a list of 650 fields costs less than half of what the interpreter takes.
 * Apollo lets an executor in only as a gateway.
 */
export const jitGateway: GatewayInterface = {
  load: () =>
    Promise.resolve({
      executor: async ({ document, operationName, request, context, queryHash }) => {
        const query = compiledQuery(`${queryHash}:${operationName ?? ''}`, document, operationName)
        if (!isCompiledQuery(query)) return query
        return whole(await query.query({}, context, request.variables ?? {}))
      },
    }),
  onSchemaLoadOrUpdate: (callback) => {
    callback({ apiSchema: schema, coreSupergraphSdl: '' })
    return () => undefined
  },
  stop: () => Promise.resolve(),
}
