import type { AsyncDataOptions } from '#app'
import type { MaybeRefOrGetter } from 'vue'
import { graphql } from '#shared/generated/gql'
import type { TypedDocumentString } from '#shared/generated/gql/graphql'
import { written } from './graphql-document'
import { rememberAnswer, type PageOperation } from '#shared/page-answers'
import { requestGraphql, RequestFailure, type FailureData } from './graphql-request'

// What a person is told of a mutation that was refused: by field where it was a field.
graphql(`
  fragment Refusal on UserError {
    message
    ... on ValidationFailed {
      fields {
        message
      }
    }
  }
`)

type Given<V> = Record<string, never> extends V ? [variables?: V] : [variables: V]

interface QueryOptions<R> extends Pick<AsyncDataOptions<R>, 'lazy' | 'server' | 'immediate'> {
  /** Needed when two parts of a page ask the same question with variables that change. */
  key?: string
}

const operationName = (document: { toString(): string }): string =>
  /\b(?:query|mutation|subscription)\s+(\w+)/.exec(document.toString())?.[1] ?? 'anonymous'

/**
 * Asks the API once, on the server and in process where it can, and asks again when the variables change;
 * meanwhile `data` keeps the last answer. Whoever is not signed in is sent to `/sign-in`.
 * @param variables a value, or a ref or getter that is watched
 * @returns Nuxt's async data: `data`, `error` (show it with `<LoadError>`), `pending`, `refresh`
 */
export function useGraphqlQuery<R, V>(document: TypedDocumentString<R, V>, variables?: MaybeRefOrGetter<V>, options: QueryOptions<R> = {}) {
  const request = useGraphqlRequest()
  const { key, ...rest } = options
  const written = () => JSON.stringify(toValue(variables) ?? {})
  return useAsyncData<R, FailureData>(
    key ?? `gql:${operationName(document)}:${written()}`,
    (_, { signal }) => request(document, toValue(variables), signal),
    { ...rest, deep: false, watch: [written] },
  )
}

/**
 * Sends a mutation. Whatever happens, nothing typed is touched.
 * @returns `run(variables)` gives the data, or throws a RequestFailure whose message is for the reader; `pending`; `failure`, the last one
 */
export function useGraphqlMutation<R, V>(document: TypedDocumentString<R, V>) {
  const request = useGraphqlRequest()
  const pending = ref(false)
  const failure = shallowRef<RequestFailure>()

  async function run(...[variables]: Given<V>): Promise<R> {
    pending.value = true
    failure.value = undefined
    try {
      return await request(document, variables)
    } catch (error) {
      if (error instanceof RequestFailure) failure.value = error
      throw error
    } finally {
      pending.value = false
    }
  }

  return { run, pending, failure }
}

/**
 * One typed request to the API, for what neither `useGraphqlQuery` nor `useGraphqlMutation` fits. Throws RequestFailure.
 * @param options `mayBeAnonymous`: nobody signed in is an answer like another, and leads nowhere
 */
export function useGraphqlRequest({ mayBeAnonymous = false } = {}) {
  const nuxtApp = useNuxtApp()
  const fetch = useAsking()
  const { t, locale } = nuxtApp.$texts

  return async function request<R, V>(document: TypedDocumentString<R, V>, variables?: V, signal?: AbortSignal): Promise<R> {
    try {
      return await requestGraphql<R>(fetch, { ...written(document), variables, language: locale.value, signal })
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.data.code === 'UNAUTHENTICATED' && !mayBeAnonymous) await nuxtApp.runWithContext(goToSignIn)
      error.message ||= t(error.data.code === 'OFFLINE' ? 'common.failures.offline' : 'common.failures.server')
      throw error
    }
  }
}

/** How the API is asked: over HTTP, or in this process while a page is rendered. */
function useAsking(): ReturnType<typeof useRequestFetch> {
  const { context } = useRequestEvent() ?? {}
  const { askInProcess } = context ?? {}
  if (!context || !askInProcess) return useRequestFetch()
  const ask = async (_: string, { body }: { body: PageOperation }) => rememberAnswer(context, await askInProcess(body))
  return ask as ReturnType<typeof useRequestFetch>
}

function goToSignIn() {
  const { path, fullPath } = useRoute()
  return path === '/sign-in' ? undefined : navigateTo({ path: '/sign-in', query: { next: fullPath } })
}
