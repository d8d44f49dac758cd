import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql'
import { noteRequest } from '../domains/developer-console/request-log/note-request'
import type { GraphqlContext } from './context'
import type { Cost } from './rate'

/** What is known of an answered operation. */
interface Answered {
  operation: OperationDefinitionNode | undefined
  errors: readonly GraphQLFormattedError[]
  cost: (Partial<Cost> & { actualQueryCost?: number }) | undefined
  /** When it came and how long it took, in milliseconds. */
  milliseconds: number
}

const kinds = { query: 'QUERY', mutation: 'MUTATION', subscription: 'SUBSCRIPTION' } as const
const codeOf = ([first]: readonly GraphQLFormattedError[]): string | null =>
  first ? String(first.extensions?.code ?? 'INTERNAL_SERVER_ERROR').slice(0, 64) : null

/** Notes an operation of a program for its developers: what it is called and what it cost, never what it said or got. */
export function noteOperation({ actor, organizationId }: GraphqlContext, { operation, errors, cost, milliseconds }: Answered): void {
  if (actor.type !== 'key' || !actor.applicationId || organizationId === null) return
  noteRequest({
    organizationId,
    applicationId: actor.applicationId,
    caller: actor.id,
    kind: operation ? kinds[operation.operation] : 'UNKNOWN',
    operationName: operation?.name?.value.slice(0, 64) ?? null,
    failed: errors.length > 0,
    code: codeOf(errors),
    requestedCost: cost?.requestedQueryCost ?? 0,
    actualCost: cost?.actualQueryCost ?? 0,
    milliseconds: Math.round(milliseconds),
    occurredAt: new Date(Date.now() - milliseconds),
  })
}

/** Notes every operation of programs once it is answered; stands behind what says its cost. */
export const requestLogPlugin: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    const started = performance.now()
    return {
      async willSendResponse({ operation, response, contextValue }) {
        if (contextValue.actor.type !== 'key' || response.body.kind !== 'single') return
        const { errors = [], extensions } = response.body.singleResult
        const cost = (extensions?.cost ?? errors[0]?.extensions?.cost) as Answered['cost']
        noteOperation(contextValue, { operation, errors, cost, milliseconds: performance.now() - started })
      },
    }
  },
}
