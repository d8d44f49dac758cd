import { createClient, type Client } from 'graphql-ws'
import { identity, type Caller } from '../http-client'

/** A subscription that somebody watches. */
export interface Watch<T> {
  /** What has arrived, oldest first. */
  readonly events: T[]
  readonly errors: { message: string; extensions?: { code?: string } }[]
  /** The code with which the socket was closed. */
  readonly closed: Promise<number>
  /** Cuts the connection, as a lost network does. */
  terminate: () => void
  /** Ends the subscription as a client does. */
  stop: () => Promise<void>
}

/** Node's WebSocket takes headers, which its type, made for browsers, does not know. */
type WithHeaders = new (url: string, options: { protocols: string | string[]; headers: Record<string, string> }) => WebSocket

function socketWith(headers: Record<string, string>) {
  const Socket = WebSocket as unknown as WithHeaders
  return class extends Socket {
    constructor(url: string, protocols: string | string[]) {
      super(url, { protocols, headers })
    }
  }
}

/** Subscribes at a web process; a token travels in `connection_init`, a cookie with the handshake, as a browser sends it. */
export function watch<T>(
  url: string,
  caller: Caller,
  query: string,
  variables: object,
  { headers = {}, extensions }: { headers?: Record<string, string>; extensions?: Record<string, unknown> } = {},
): Watch<T> {
  const { authorization, cookie }: Record<string, string | undefined> = identity(caller)
  let close: (code: number) => void = () => undefined
  const closed = new Promise<number>((resolve) => {
    close = resolve
  })
  const client: Client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: socketWith({ ...headers, ...(cookie ? { cookie } : {}) }),
    connectionParams: authorization ? { authorization } : {},
    retryAttempts: 0,
    on: { closed: (event) => close((event as CloseEvent).code) },
  })
  const [events, errors]: [T[], Watch<T>['errors']] = [[], []]
  client.subscribe<T>(
    { query, variables: { ...variables }, ...(extensions && { extensions }) },
    {
      next: ({ data, errors: failed }) => {
        if (data) events.push(data)
        if (failed) errors.push(...(failed as Watch<T>['errors']))
      },
      error: (reason) => {
        if (Array.isArray(reason)) errors.push(...(reason as Watch<T>['errors']))
      },
      complete: () => undefined,
    },
  )
  return { events, errors, closed, terminate: () => client.terminate(), stop: async () => client.dispose() }
}
