import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLFormattedError } from 'graphql'
import type { GraphqlContext } from './context'
import { formatError, inLanguage } from './format-error'
import { jitGateway } from './jit'
import { limits, validationRules } from './limits'
import { ownDocumentsPlugin, persistedDocuments } from './persisted-documents'
import { costPlugin } from './rate'
import { requestLogPlugin } from './request-log'
import { env } from '../infra/env'
import { log } from '../infra/log'
import { operationSeconds } from '../infra/metrics'

/** Ids, names of operations and times, nothing that could need redacting: which costs more than the rest of a line. */
const operations = log.child({}, { redact: [] })

/** Times every operation, and logs those that change something or fail: who (by id), where, what, how long. */
const timing: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    const started = performance.now()
    return {
      async willSendResponse({ operation, operationName, errors, contextValue }) {
        const seconds = (performance.now() - started) / 1_000
        const kind = operation?.operation ?? 'none'
        operationSeconds.observe({ operation: kind, outcome: errors ? 'errors' : 'ok' }, seconds)
        if (kind === 'query' && !errors) return
        const { traceId, organizationId, actor } = contextValue
        operations.info(
          {
            traceId,
            organizationId,
            actor: actor.type,
            operation: kind,
            operationName,
            failed: Boolean(errors),
            ms: Math.round(seconds * 1_000),
          },
          'operation',
        )
      },
    }
  },
}

/** Errors that were masked speak the language of the caller. */
const speaking: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== 'single' || !response.body.singleResult.errors) return
        const { errors } = response.body.singleResult
        response.body.singleResult.errors = errors.map((error) => inLanguage(error, contextValue.language))
      },
    }
  },
}

const mistakes = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'OPERATION_RESOLUTION_FAILURE'])

/**
 * Who asks for `application/json` and not for GraphQL's own media type may be an old client or a proxy that takes a 4xx for
 * the network's: it gets 200 for a mistake in the document, as the GraphQL-over-HTTP specification wants.
 */
const plainJson: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        const accept = request.http?.headers.get('accept') ?? ''
        if (!accept.includes('application/json') || accept.includes('application/graphql-response+json')) return
        const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
        if (errors.length > 0 && errors.every((error) => mistakes.has(error.extensions?.code))) response.http.status = 200
      },
    }
  },
}

/**
 * The GraphQL server over HTTP, by the GraphQL-over-HTTP specification: batching off, mutations never by GET, requests that
 * a form could send refused, and nothing of an unexpected error on the wire.
 */
export const apollo = new ApolloServer<GraphqlContext>({
  gateway: jitGateway,
  validationRules,
  parseOptions: { maxTokens: limits.tokens },
  includeStacktraceInErrorResponses: false,
  allowBatchedHttpRequests: false,
  csrfPrevention: true,
  introspection: env.GRAPHQL_INTROSPECTION,
  persistedQueries: { cache: persistedDocuments },
  hideSchemaDetailsFromClientErrors: false,
  stopOnTerminationSignals: false,
  formatError: (formatted: GraphQLFormattedError, error: unknown) => formatError(formatted, error),
  plugins: [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    ownDocumentsPlugin,
    costPlugin,
    requestLogPlugin,
    timing,
    speaking,
    plainJson,
  ],
})
