import type { useRequestFetch } from '#app'
import { namedByHash } from './graphql-document'

/** What is known about a failed request: a code of the API (`FORBIDDEN`…), `OFFLINE` or `SERVER`, and where to look it up in the log. */
export interface FailureData {
  code: string
  traceId?: string
}

/** The API could not be asked, or did not answer with data. Its message is for the reader. */
export class RequestFailure extends Error {
  readonly data: FailureData
  readonly statusCode: number

  constructor(message: string, data: FailureData, statusCode = 500) {
    super(message)
    this.name = 'RequestFailure'
    this.data = data
    this.statusCode = statusCode
  }
}

interface Answer<R> {
  data?: R | null
  errors?: { message: string; extensions?: { code?: string; traceId?: string } }[]
}

interface GraphqlRequest {
  query: string
  /** By which the server of the same build knows the query: sent in its place. */
  hash?: string | undefined
  variables?: unknown
  language: string
  signal?: AbortSignal
}

const statusOf: Record<string, number> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429, OFFLINE: 503 }

/**
 * Posts one operation. On the server it never leaves the process.
 * @throws RequestFailure; its message is empty when no server wrote one
 */
export async function requestGraphql<R>(fetch: ReturnType<typeof useRequestFetch>, request: GraphqlRequest): Promise<R> {
  const answer = await ask<R>(fetch, request)
  const error = answer?.errors?.[0]
  if (error) {
    const code = error.extensions?.code ?? 'SERVER'
    throw new RequestFailure(error.message, { code, traceId: error.extensions?.traceId }, statusOf[code])
  }
  if (!answer?.data) throw new RequestFailure('', { code: 'SERVER' }, 502)
  return answer.data
}

/** Asks by hash; a server of another build, which does not know it, is told the query. */
async function ask<R>(fetch: ReturnType<typeof useRequestFetch>, request: GraphqlRequest) {
  const answer = await post<R>(fetch, request)
  const isUnknown = request.hash !== undefined && answer?.errors?.[0]?.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND'
  return isUnknown ? post<R>(fetch, { ...request, hash: undefined }) : answer
}

const operationName = (query: string): string | undefined => /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1]

async function post<R>(fetch: ReturnType<typeof useRequestFetch>, { query, hash, variables, language, signal }: GraphqlRequest) {
  const asked = hash ? { extensions: namedByHash(hash) } : { query }
  try {
    return await fetch<Answer<R>, string>('/graphql', {
      method: 'POST',
      body: { ...asked, operationName: operationName(query), variables },
      headers: { accept: 'application/graphql-response+json', 'accept-language': language, 'apollo-require-preflight': '1' },
      signal,
      retry: 0,
      timeout: 30_000,
      // The body says more than the status: it is read in any case.
      ignoreResponseError: true,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestFailure('', { code: 'OFFLINE' }, 503)
  }
}
