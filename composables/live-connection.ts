import type { Client, ClientOptions } from 'graphql-ws'
import { namedByHash, type WrittenDocument } from './graphql-document'

/** What one subscription tells its owner. */
export interface LiveSink<R> {
  onOpen: () => void
  onData: (data: R) => void
  /** It ended: an error code of the API, or `LOST` when the connection broke. Called once. */
  onEnd: (code: string) => void
}

const pongTimeout = 5_000
const endedByServer: Record<number, string> = { 4401: 'UNAUTHENTICATED', 4403: 'UNAUTHENTICATED' }

let shared: Promise<Client> | undefined
let isOpen = false
const openListeners = new Set<() => void>()

/** The one WebSocket of this page: opened for the first subscription, closed soon after the last. */
async function connect(): Promise<Client> {
  const { createClient } = await import('graphql-ws')
  const url = new URL('/graphql', window.location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  const client = createClient({
    url: url.href,
    // Each subscription comes back by itself, after its own cursor.
    retryAttempts: 0,
    keepAlive: 10_000,
    lazyCloseTimeout: 3_000,
    connectionAckWaitTimeout: 10_000,
    on: watchConnection(() => client.terminate()),
  })
  return client
}

/** A network that is gone often says nothing: without an answer to a ping the connection counts as lost. */
function watchConnection(terminate: () => void): ClientOptions['on'] {
  let waiting: ReturnType<typeof setTimeout> | undefined
  return {
    connected() {
      isOpen = true
      openListeners.forEach((listener) => listener())
    },
    ping: (received) => {
      if (!received) waiting = setTimeout(terminate, pongTimeout)
    },
    pong: (received) => received && clearTimeout(waiting),
    closed() {
      isOpen = false
      clearTimeout(waiting)
    },
  }
}

function codeOf(error: unknown): string {
  if (Array.isArray(error)) return String(error[0]?.extensions?.code ?? 'SERVER')
  const closeCode = error && typeof error === 'object' && 'code' in error ? Number(error.code) : 0
  return endedByServer[closeCode] ?? 'LOST'
}

/**
 * Starts one subscription on the shared connection.
 * @returns how to end it; `onEnd` is not called then
 */
export async function startSubscription<R>(
  { query, hash }: WrittenDocument,
  variables: Record<string, unknown>,
  sink: LiveSink<R>,
): Promise<() => void> {
  const client = await (shared ??= connect())
  let ended = false
  const end = (code?: string) => {
    if (ended) return
    ended = true
    openListeners.delete(sink.onOpen)
    if (code) sink.onEnd(code)
  }
  openListeners.add(sink.onOpen)
  if (isOpen) sink.onOpen()
  const stop = client.subscribe<R>(
    { query, variables, ...(hash && { extensions: namedByHash(hash) }) },
    {
      next: ({ data, errors }) => {
        if (data) sink.onData(data)
        else if (errors) end(codeOf(errors))
      },
      error: (error) => end(codeOf(error)),
      complete: () => end('LOST'),
    },
  )
  return () => {
    end()
    stop()
  }
}
