import type { MaybeRefOrGetter } from 'vue'
import type { TypedDocumentString } from '#shared/generated/gql/graphql'
import { startSubscription } from './live-connection'

/** `connecting` at first, `live` while events flow, `lost` while it tries to come back. */
export type LiveStatus = 'connecting' | 'live' | 'lost'

interface LiveOptions<R, V> {
  /** Watched: a change starts the subscription anew. `after` in it is where to start. */
  variables?: MaybeRefOrGetter<V>
  onEvent: (data: R) => void
  /** What was missed is more than the server remembers: ask for everything again. */
  onGap?: () => void
}

const longestPause = 15_000

/** The cursor of an event: that of the first field of the answer. */
function cursorOf(data: unknown): string | undefined {
  const [event] = Object.values(data ?? {})
  return event && typeof event === 'object' && 'cursor' in event && typeof event.cursor === 'string' ? event.cursor : undefined
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
  let stop: (() => void) | undefined
  let pause: ReturnType<typeof setTimeout> | undefined
  let cursor: string | undefined
  let failures = 0
  let run = 0
  let isMounted = false

  async function start() {
    clearTimeout(pause)
    stop?.()
    stop = undefined
    const mine = ++run
    const given = { ...toValue(variables), ...(cursor && { after: cursor }) }
    const isCurrent = () => mine === run
    const end = await startSubscription<R>(document.toString(), given, {
      onOpen: () => isCurrent() && opened(),
      onData: (data) => isCurrent() && receive(data),
      onEnd: (code) => isCurrent() && comeBack(code),
    }).catch(() => undefined)
    if (!end) return isCurrent() && comeBack('LOST')
    if (isCurrent()) stop = end
    else end()
  }

  function opened() {
    status.value = 'live'
  }

  function receive(data: R) {
    failures = 0
    cursor = cursorOf(data) ?? cursor
    onEvent(data)
  }

  function comeBack(code: string) {
    status.value = 'lost'
    if (code === 'UNAUTHENTICATED') return void nuxtApp.runWithContext(() => navigateTo({ path: '/sign-in', query: { next: useRoute().fullPath } }))
    if (code === 'CURSOR_EXPIRED') {
      cursor = undefined
      onGap?.()
    }
    const longest = Math.min(longestPause, 500 * 2 ** failures++)
    pause = setTimeout(start, longest * (0.5 + Math.random() / 2))
  }

  function retryNow() {
    if (status.value !== 'lost') return
    failures = 0
    void start()
  }

  onMounted(() => {
    isMounted = true
    window.addEventListener('online', retryNow)
    void start()
  })
  watch(() => JSON.stringify(toValue(variables) ?? {}), () => {
    cursor = undefined
    status.value = 'connecting'
    if (isMounted) void start()
  })
  onScopeDispose(() => {
    run++
    clearTimeout(pause)
    stop?.()
    window.removeEventListener('online', retryNow)
  })
  return { status: readonly(status) }
}
