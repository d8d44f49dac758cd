import { unwrapResolverError } from '@apollo/server/errors'
import type { GraphQLError, GraphQLErrorExtensions, GraphQLFormattedError } from 'graphql'
import { newTraceId } from '../core/ctx'
import { Refusal } from '../core/errors'
import { translate, type Language } from '../infra/i18n'
import { describeError, log } from '../infra/log'

/** Codes of errors about the request itself: their messages are safe and help the caller. */
const aboutTheRequest = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_REQUIRED',
  'QUERY_TOO_COSTLY',
])

/**
 * By tag and name: Apollo's subclasses have names of their own, and the JIT loads a copy of graphql whose errors are of another
 * class, without the tag.
 */
const isGraphqlError = (error: unknown): error is GraphQLError =>
  error instanceof Error && (error.name === 'GraphQLError' || Object.prototype.toString.call(error) === '[object GraphQLError]')

/** A resolver's error, or that of whoever made the context: Apollo wraps both. */
const causeOf = (error: unknown): unknown =>
  isGraphqlError(error) && error.originalError ? error.originalError : unwrapResolverError(error)

/** What of a refusal for its number goes to the caller: what it cost and when to come again, not how HTTP says it. */
const withoutHttp = ({ code, retryAfterSeconds, cost }: GraphQLErrorExtensions = {}): GraphQLErrorExtensions => ({
  code,
  retryAfterSeconds,
  cost,
})

/** A masked error with its message in the language of the caller; any other error as it is. */
export function inLanguage(error: GraphQLFormattedError, language: Language): GraphQLFormattedError {
  const { code, traceId } = error.extensions ?? {}
  if (code !== 'INTERNAL_SERVER_ERROR' || typeof traceId !== 'string') return error
  return { ...error, message: translate(language, 'errors.internal', { traceId }) }
}

/**
 * What of an error goes to the caller: refusals and mistakes in the request as they are; of anything else only an id
 * that is in the log, never a cause.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = causeOf(error)
  if (cause instanceof Refusal) return { ...formatted, message: cause.message, extensions: { code: cause.code, ...cause.extensions } }
  // A scalar that refuses a value says so with a code of its own, below the error that names the variable. Errors of the
  // JIT have no extensions. An error that is not GraphQL's is never about the request, whatever code it carries.
  const own = isGraphqlError(cause) ? (cause.extensions as GraphQLErrorExtensions | undefined)?.code : undefined
  const code = isGraphqlError(cause) ? (own ?? formatted.extensions?.code) : undefined
  if (code === 'RATE_LIMITED') return { ...formatted, extensions: withoutHttp(formatted.extensions) }
  if (typeof code === 'string' && aboutTheRequest.has(code)) return { ...formatted, extensions: { code } }
  // graphql-js and the JIT throw plain GraphQLErrors for requests that do not fit the schema.
  const isPlain = isGraphqlError(cause) && !cause.originalError && (code === undefined || code === 'INTERNAL_SERVER_ERROR')
  if (isPlain && formatted.path === undefined) return { ...formatted, extensions: { code: 'BAD_USER_INPUT' } }
  const traceId = newTraceId()
  log.error({ traceId, path: formatted.path, err: describeError(cause) }, 'unexpected error')
  const message = translate('en', 'errors.internal', { traceId })
  return {
    message,
    ...(formatted.path ? { path: formatted.path } : {}),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', traceId },
  }
}

/** What of errors goes to a caller over WebSocket, where Apollo does not mask them. */
export const masked = (errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] =>
  errors.map((error) => formatError(error.toJSON(), error))
