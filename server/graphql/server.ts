import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled'
import type { GraphQLFormattedError } from 'graphql'
import type { GraphqlContext } from './context'
import { formatError, inLanguage } from './format-error'
import { jitGateway } from './jit'
import { costPlugin, validationRules } from './limits'
import { operationSeconds } from '../infra/metrics'

/** Times every operation. */
const timing: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    const stop = operationSeconds.startTimer()
    return {
      async willSendResponse({ operation, errors }) {
        stop({ operation: operation?.operation ?? 'none', outcome: errors ? 'errors' : 'ok' })
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

/**
 * The GraphQL server over HTTP, by the GraphQL-over-HTTP specification: batching off, mutations never by GET, requests that
 * a form could send refused, and nothing of an unexpected error on the wire.
 */
export const apollo = new ApolloServer<GraphqlContext>({
  gateway: jitGateway,
  validationRules,
  includeStacktraceInErrorResponses: false,
  allowBatchedHttpRequests: false,
  csrfPrevention: true,
  introspection: true,
  hideSchemaDetailsFromClientErrors: false,
  stopOnTerminationSignals: false,
  formatError: (formatted: GraphQLFormattedError, error: unknown) => formatError(formatted, error),
  plugins: [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    costPlugin,
    timing,
    speaking,
  ],
})
