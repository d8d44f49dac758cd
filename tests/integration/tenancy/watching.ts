import { parse, subscribe, type ExecutionResult } from 'graphql'
import type { Ctx } from '../../../server/core/ctx'
import { createGraphqlContext } from '../../../server/graphql/context'
import { formatError } from '../../../server/graphql/format-error'
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
  const started = await subscribe({ schema, document: parse(document), variableValues: variables, contextValue })
  if (!(Symbol.asyncIterator in started)) return answerOf(started)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => resolve({ data: null }), patience)
  })
  const first = started.next().then(({ value }): ExecutionResult => value ?? { data: null })
  try {
    return answerOf(await Promise.race([first, late]))
  } finally {
    clearTimeout(timer)
    await started.return(undefined)
  }
}

function answerOf({ data, errors }: ExecutionResult): Answer<Record<string, unknown>> {
  return { data: data ?? null, errors: (errors ?? []).map((error) => formatError(error.toJSON(), error)) }
}
