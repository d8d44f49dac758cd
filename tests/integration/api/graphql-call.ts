import type { GraphQLFormattedError } from 'graphql'
import type { Ctx } from '../../../server/core/ctx'
import { createGraphqlContext } from '../../../server/graphql/context'
import { encodeGlobalId } from '../../../server/graphql/global-id'
import { apollo } from '../../../server/graphql/server'

/** What an operation answered. */
export interface Answer<T> {
  data: T | null
  errors: readonly GraphQLFormattedError[]
}

/** Runs an operation as somebody, through everything but HTTP: limits, resolvers, masking. */
export async function call<T = Record<string, unknown>>(
  ctx: Ctx,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<T>> {
  const { language, traceId, request, now } = ctx
  const contextValue = createGraphqlContext(ctx, { language, traceId, request, now })
  const { body } = await apollo.executeOperation<T & Record<string, unknown>>({ query, variables }, { contextValue })
  if (body.kind !== 'single') throw new Error('The answer came in parts')
  const { data, errors } = JSON.parse(JSON.stringify(body.singleResult)) as Partial<Answer<T>>
  return { data: data ?? null, errors: errors ?? [] }
}

/** The same, when nothing but data is expected. @throws Error with the errors there were */
export async function dataOf<T = Record<string, unknown>>(ctx: Ctx, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await call<T>(ctx, query, variables)
  if (data === null || errors.length > 0) throw new Error(JSON.stringify(errors))
  return data
}

/** A global id. */
export const gid = encodeGlobalId
