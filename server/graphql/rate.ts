import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import { giveBack, take, type Budget, type Left } from '../infra/rate-limit'
import { translate } from '../infra/i18n'
import { budgets } from './budgets'
import type { GraphqlContext } from './context'
import { checkCost } from './limits'
import { isOwnDocument } from './persisted-documents'

/** Whose budgets an operation is taken from; none where nobody can be told from another. */
function budgetsOf({ actor, organizationId, request }: GraphqlContext): [key: string, budget: Budget][] {
  switch (actor.type) {
    case 'key':
      return [
        [`key:${actor.id}`, budgets.key],
        [`organization:${organizationId}`, budgets.organization],
      ]
    case 'user':
      return [[`account:${actor.id}`, budgets.account]]
    case 'device':
      return [[`device:${actor.id}`, budgets.key]]
    default:
      return request.ip === null ? [] : [[`address:${request.ip}`, budgets.address]]
  }
}

const scans = new Set(['scanPass', 'overrideScan', 'annulScan', 'uploadScans'])
const rollCalls = new Set(['startRollCall', 'recordRollCall', 'endRollCall'])

/** Whether an operation is nothing but scans, or what a roll call is called by: neither is ever refused for its number. */
const isUrgent = ({ operation, selectionSet: { selections } }: OperationDefinitionNode): boolean =>
  operation === 'mutation' &&
  [scans, rollCalls].some((urgent) => selections.every((selection) => selection.kind === Kind.FIELD && urgent.has(selection.name.value)))

/** What an operation cost, as the caller is told. */
export interface Cost {
  requestedQueryCost: number
  throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number }
}

const statusOf = (requestedQueryCost: number, { maximum, restoreRate }: Budget, { available }: Left): Cost => ({
  requestedQueryCost,
  throttleStatus: { maximumAvailable: maximum, currentlyAvailable: Math.floor(available), restoreRate },
})

function refused(ctx: GraphqlContext, seconds: number, cost: Cost): GraphQLError {
  const http = { status: 429, headers: new Map([['retry-after', String(seconds)]]) }
  return new GraphQLError(translate(ctx.language, 'errors.rateLimited', { seconds }), {
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds, cost, http },
  })
}

/**
 * Takes an operation from the budgets of whoever asks: one for itself and one for each row that it can ask for.
 * @returns what it costs, by the narrowest budget; null where there is none
 * @throws GraphQLError QUERY_TOO_COSTLY or RATE_LIMITED
 */
export function charge(
  ctx: GraphqlContext,
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Cost | null {
  const cost = 1 + checkCost(operation, document, variables)
  const always = isUrgent(operation)
  let told: Cost | null = null
  for (const [key, budget] of budgetsOf(ctx)) {
    const left = take(key, budget, cost, always)
    const status = statusOf(cost, budget, left)
    if (left.retryAfter > 0) throw refused(ctx, left.retryAfter, status)
    told ??= status
  }
  return told
}

/** Rows in an answer: every object that stands in a list. */
function rowsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + (typeof each === 'object' && each ? 1 : 0) + rowsIn(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, each) => sum + rowsIn(each), 0)
}

/**
 * Gives a person back what a page of ours could have asked for and did not get: pages ask for all that may be there, and a week of a
 * calendar is mostly empty. What people and programs write themselves costs what it asks for.
 */
function settle({ actor }: GraphqlContext, source: string | undefined, unused: number): void {
  if (actor.type === 'user' && unused > 0 && isOwnDocument(source)) giveBack(`account:${actor.id}`, budgets.account, unused)
}

/**
 * What is left of a key's budget as header fields (IETF draft `RateLimit header fields for HTTP`): at once and over how many seconds, what
 * remains, and in how many seconds all of it is there again.
 */
export function rateHeaders({
  maximumAvailable,
  currentlyAvailable,
  restoreRate,
}: Cost['throttleStatus']): [name: string, value: string][] {
  const remaining = Math.max(0, currentlyAvailable)
  const [window, reset] = [maximumAvailable, maximumAvailable - remaining].map((rows) => Math.ceil(rows / restoreRate))
  return [
    ['ratelimit-policy', `"rows";q=${maximumAvailable};w=${window}`],
    ['ratelimit', `"rows";r=${remaining};t=${reset}`],
  ]
}

/** Counts every operation once its variables are known, and tells integrators what it cost. */
export const costPlugin: ApolloServerPlugin<GraphqlContext> = {
  async requestDidStart() {
    let cost: Cost | null = null
    return {
      async didResolveOperation({ document, operation, request, contextValue }) {
        if (operation) cost = charge(contextValue, operation, document, request.variables ?? {})
      },
      async willSendResponse({ response, contextValue, source }) {
        const isCounted = contextValue.actor.type === 'key' || contextValue.actor.type === 'user'
        if (response.body.kind !== 'single') return
        const refusal = response.body.singleResult.errors?.[0]?.extensions?.cost as Cost | undefined
        const status = (cost ?? refusal)?.throttleStatus
        if (status && contextValue.actor.type === 'key')
          for (const [name, value] of rateHeaders(status)) response.http.headers.set(name, value)
        if (!cost || !isCounted) return
        const { singleResult } = response.body
        const { requestedQueryCost, throttleStatus } = cost
        const actualQueryCost = 1 + rowsIn(singleResult.data)
        settle(contextValue, source, requestedQueryCost - actualQueryCost)
        if (contextValue.actor.type !== 'key') return
        singleResult.extensions = { ...singleResult.extensions, cost: { requestedQueryCost, actualQueryCost, throttleStatus } }
      },
    }
  },
}
