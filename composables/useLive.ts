import type { MaybeRefOrGetter } from 'vue'
import type { TypedDocumentString } from '#shared/generated/gql/graphql'
import { written } from './graphql-document'
import { LiveSubscription, type LiveStatus } from './live-subscription'

interface LiveOptions<R, V> {
  /** Watched: a change starts the subscription anew. `after` in it is where to start. */
  variables?: MaybeRefOrGetter<V>
  onEvent: (data: R) => void
  /** What was missed is more than the server remembers: ask for everything again. */
  onGap?: () => void
}

/**
 * Receives a subscription's events in the browser, for as long as the component lives. A lost connection is tried
 * again for ever and goes on after the last cursor, so that nothing is missed; all of a page share one connection.
 * The subscription must take `$after: String` and select `cursor`. Call it before the first `await` of a composable.
 * @returns `status`
 */
export function useLive<R, V>(document: TypedDocumentString<R, V>, { variables, onEvent, onGap }: LiveOptions<R, V>) {
  // Without its owner a subscription could neither start with the page nor end with it.
  if (!getCurrentScope()) throw new Error('useLive must be called before the first await of a composable')
  const status = ref<LiveStatus>('connecting')
  if (import.meta.server) return { status: readonly(status) }
  const nuxtApp = useNuxtApp()
  let isMounted = false
  const subscription = new LiveSubscription<R>(written(document), {
    variables: () => ({ ...toValue(variables) }),
    onStatus: (now) => (status.value = now),
    onEvent,
    onGap: () => onGap?.(),
    onSignedOut: () => void nuxtApp.runWithContext(() => navigateTo({ path: '/sign-in', query: { next: useRoute().fullPath } })),
  })
  const retryNow = () => status.value === 'lost' && subscription.retryNow()

  onMounted(() => {
    isMounted = true
    window.addEventListener('online', retryNow)
    void subscription.start()
  })
  watch(
    () => JSON.stringify(toValue(variables) ?? {}),
    () => isMounted && subscription.restart(),
  )
  onScopeDispose(() => {
    subscription.end()
    window.removeEventListener('online', retryNow)
  })
  return { status: readonly(status) }
}
