import { parse as parseCookies } from 'cookie-es'
import { defineGraphqlWebSocket } from '@as-integrations/h3/websocket'
import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
} from 'graphql'
import type { Message, Peer } from 'crossws'
import type { Context, SubscribePayload } from 'graphql-ws'
import { LRUCache } from 'lru-cache'
import { newTraceId } from '../core/ctx'
import { authenticate, type Credentials } from '../domains/security/use-cases/authenticate'
import { createGraphqlContext, type GraphqlContext } from './context'
import { masked } from './format-error'
import { limits, validationRules } from './limits'
import { deliver, streamOf } from './live/delivery'
import { watchRights } from './live/rights-watch'
import { namedDocument, requireOwnDocument } from './persisted-documents'
import { charge, type Cost } from './rate'
import { noteOperation } from './request-log'
import { isOwnOrigin } from './origin'
import { deviceCookie, languageFrom, sessionCookie } from './request'
import { schema } from './schema'
import { boundFrames, hasRoom, isBounded } from './socket-bounds'
import { addressOf } from '../infra/client-address'
import { env } from '../infra/env'

type Connection = Context<ConnectionParams, { peer: Peer }>

interface ConnectionParams extends Record<string, unknown> {
  authorization?: unknown
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function credentialsOf(headers: Headers, params: ConnectionParams | undefined): Credentials {
  const authorization = text(params?.authorization) ?? headers.get('authorization') ?? undefined
  if (authorization) return { authorization }
  const cookies = parseCookies(headers.get('cookie') ?? '')
  return isOwnOrigin(headers.get('origin'), headers.get('host')) ? { session: cookies[sessionCookie], device: cookies[deviceCookie] } : {}
}

/** An error about the document, with the code that it has over HTTP. */
const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code, ...error.extensions },
  })

const rules = [...specifiedRules, ...validationRules, ...(env.GRAPHQL_INTROSPECTION ? [] : [NoSchemaIntrospectionCustomRule])]

/** Documents that were read and found valid: pages and integrators send the same ones again and again. */
const known = new LRUCache<string, DocumentNode>({ max: 500 })

/** Reads an operation under the same limits as over HTTP. @throws GraphQLError for one that breaks them */
function readOperation(query: string): DocumentNode | readonly GraphQLError[] {
  const read = known.get(query)
  if (read) return read
  if (query.length > limits.bodyBytes) throw new GraphQLError('The operation is too long')
  const document = parse(query, { maxTokens: limits.tokens })
  const errors = validate(schema, document, rules)
  if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'))
  known.set(query, document)
  return document
}

/** Takes an operation from the budgets of whoever asks, as over HTTP, and notes that it began. @throws GraphQLError when it is too much */
function chargeOperation(ctx: GraphqlContext, document: DocumentNode, { operationName, variables }: SubscribePayload): void {
  const operation = document.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName),
  )
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return
  const note = (errors: GraphQLError[], cost?: Cost) =>
    noteOperation(ctx, { operation, errors, cost: cost && { ...cost, actualQueryCost: cost.requestedQueryCost }, milliseconds: 0 })
  try {
    note([], charge(ctx, operation, document, variables ?? {}) ?? undefined)
  } catch (error) {
    if (error instanceof GraphQLError) note([error])
    throw error
  }
}

async function contextFor(peer: Peer, params: ConnectionParams | undefined): Promise<GraphqlContext> {
  const { headers } = peer.request
  const principal = await authenticate(credentialsOf(headers, params))
  const language = languageFrom(parseCookies(headers.get('cookie') ?? '').gc_lang, headers.get('accept-language') ?? undefined)
  return createGraphqlContext(principal, {
    language,
    traceId: newTraceId(),
    request: { ip: addressOf(peer.remoteAddress, headers.get('x-forwarded-for')), userAgent: headers.get('user-agent') },
  })
}

/** Reads what a connection asks for, as over HTTP. @returns what is wrong with it instead */
async function operationOf(connection: Connection, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { extra, connectionParams } = connection
  if (!hasRoom(extra.peer, connection)) return [new GraphQLError('Too many operations at once')]
  try {
    // A page of another build sends a text that this server has no hash of: the text counts then.
    const query = namedDocument(payload.extensions) ?? payload.query
    const document = readOperation(query)
    if (!('kind' in document)) return document
    const contextValue = await contextFor(extra.peer, connectionParams)
    requireOwnDocument(contextValue, query)
    chargeOperation(contextValue, document, payload)
    return { schema, document, operationName: payload.operationName ?? null, variableValues: payload.variables ?? null, contextValue }
  } catch (error) {
    return [coded(error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read'), 'GRAPHQL_PARSE_FAILED')]
  }
}

/**
 * GraphQL over WebSocket (graphql-transport-ws): the same schema, limits and rights as over HTTP. The rights of an open
 * connection are looked at again when somebody ends its session, key or device and twice a second; when they are gone it is closed with 4403
 * and hears nothing more.
 */
export function websocketHooks() {
  const watches = new WeakMap<Peer, () => void>()
  const hooks = defineGraphqlWebSocket({
    connectionInitWaitTimeout: 5_000,
    onConnect: async ({ extra, connectionParams }) => {
      const credentials = credentialsOf(extra.peer.request.headers, connectionParams)
      const principal = await authenticate(credentials)
      if (principal.actor.type === 'anonymous') return false
      watches.set(extra.peer, watchRights(extra.peer, credentials, principal))
      return true
    },
    onDisconnect: ({ extra }) => watches.get(extra.peer)?.(),
    onSubscribe: (connection, _id, payload) => operationOf(connection, payload),
    subscribe: streamOf,
    onOperation: ({ extra }, id, _payload, args, result) => deliver(extra.peer, id, args, result),
    onError: (_ctx, _id, _payload, errors) => masked(errors),
    onNext: (_ctx, _id, _payload, _args, result) => (result.errors ? { ...result, errors: masked(result.errors) } : result),
  })
  return {
    ...hooks,
    open: (peer: Peer) => {
      boundFrames(peer)
      return hooks.open?.(peer)
    },
    message: (peer: Peer, message: Message) => (isBounded(peer, message) ? hooks.message?.(peer, message) : undefined),
  }
}
