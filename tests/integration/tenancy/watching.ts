import type { Peer } from 'crossws'
import { parse, type ExecutionResult } from 'graphql'
import type { Ctx } from '../../../server/core/ctx'
import { createGraphqlContext } from '../../../server/graphql/context'
import { formatError } from '../../../server/graphql/format-error'
import { deliver, streamOf } from '../../../server/graphql/live/delivery'
import { schema } from '../../../server/graphql/schema'
import type { Answer } from '../api/graphql-call'

/**
 * Subscribes from the first happening on.
 * @param patience how long to wait for what has already happened, in milliseconds
 * @returns the first happening that comes, or no data when none does
 */
export async function watch(
  ctx: Ctx,
  document: string,
  variables: Record<string, unknown>,
  patience: number,
): Promise<Answer<Record<string, unknown>>> {
  const { language, traceId, request, now } = ctx
  const contextValue = createGraphqlContext(ctx, { language, traceId, request, now })
  const args = { schema, document: parse(document), variableValues: variables, contextValue }
  const stream = await streamOf(args)
  if (!(Symbol.asyncIterator in stream)) return answerOf(stream)
  let hear: (answer: Answer<Record<string, unknown>>) => void = () => undefined
  const first = new Promise<Answer<Record<string, unknown>>>((resolve) => {
    hear = resolve
  })
  const timer = setTimeout(() => hear({ data: null, errors: [] }), patience)
  // What goes over the wire is masked already.
  const send = (text: string) => {
    const { data, errors } = (JSON.parse(text) as { payload: Partial<Answer<Record<string, unknown>>> }).payload
    hear({ data: data ?? null, errors: errors ?? [] })
  }
  const delivery = deliver({ send, _internal: {} } as unknown as Peer, '1', args, stream)
  const failed = delivery?.next().catch((error: unknown) => hear({ data: null, errors: [{ message: String(error) }] }))
  try {
    return await first
  } finally {
    clearTimeout(timer)
    await delivery?.return(undefined)
    await failed
  }
}

function answerOf({ data, errors }: ExecutionResult): Answer<Record<string, unknown>> {
  return { data: data ?? null, errors: (errors ?? []).map((error) => formatError(error.toJSON(), error)) }
}
