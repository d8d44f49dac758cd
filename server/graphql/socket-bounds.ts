import type { Peer } from 'crossws'
import type { Context } from 'graphql-ws'
import { limits } from './limits'

/** How many operations one connection may have open at a time. */
const openOperations = 15

/** A message is longer than it may be (RFC 6455). */
const tooBig = 1009

/** A connection that asks for too much at once. */
const tooMany = 4429

/** Connections that were closed for asking too much: what still comes over them is not read. */
const shut = new WeakSet<Peer>()

function shutOut(peer: Peer, code: number, reason: string): false {
  shut.add(peer)
  peer.close(code, reason)
  return false
}

/** How many messages one connection may send in a second. */
const messagesPerSecond = 100

type Listener = (...args: unknown[]) => void

/** The part of the ws library's socket that crossws has no settings for. */
interface Socket {
  _receiver?: { _maxPayload?: number }
  listeners: (event: 'message') => Listener[]
  removeAllListeners: (event: 'message') => void
  on: (event: 'message', listener: Listener) => void
}

/**
 * Has the socket refuse long messages while they arrive, instead of keeping up to 100 MB of them, and hear no more messages in a second
 * than anybody needs: to find out whom a message is for costs more than to answer it.
 */
export function boundFrames(peer: Peer): void {
  const { ws } = Reflect.get(peer, '_internal') as { ws?: Socket }
  if (!ws) return
  if (ws._receiver) ws._receiver._maxPayload = limits.bodyBytes
  const heard = ws.listeners('message')
  ws.removeAllListeners('message')
  let [second, count] = [0, 0]
  ws.on('message', (...args) => {
    const now = Math.floor(performance.now() / 1_000)
    if (now !== second) [second, count] = [now, 0]
    if (++count <= messagesPerSecond) for (const listener of heard) listener(...args)
    else if (!shut.has(peer)) shutOut(peer, tooMany, 'Too many messages at once')
  })
}

/** Closes a connection that sent a message of more than a request's length. @returns whether the message may be read */
export const isBounded = (peer: Peer, message: { text: () => string }): boolean =>
  !shut.has(peer) && (message.text().length <= limits.bodyBytes || shutOut(peer, tooBig, 'Message too big'))

/** Closes a connection that has more operations open than one may. @returns whether one more may be opened */
export const hasRoom = (peer: Peer, { subscriptions }: Pick<Context, 'subscriptions'>): boolean =>
  Object.keys(subscriptions).length <= openOperations || shutOut(peer, tooMany, 'Too many operations at once')
