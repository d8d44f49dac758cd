import type { ExecutionArgs } from 'graphql'
import type { Peer } from 'crossws'
import type { Happening } from '../../core/activity-feed'

/** How much may wait to be sent over one connection, in bytes, before it is told nothing more. */
const mostWaiting = 256_000

/** How often a connection that is behind is looked at again, in milliseconds. */
const lookAgain = 50

/** The part of the ws library's socket that crossws does not pass on. */
interface Socket {
  bufferedAmount: number
  readyState: number
  /** The connection itself; null once it is closed. */
  _socket?: { cork: () => void; uncork: () => void } | null
}

/** What happened, and what is told of it. */
export interface Told {
  happening: Happening
  /** The result of the subscription, as JSON. */
  json: string
}

const isOpen = 1

/** One subscription of one connection. */
export class Member {
  readonly ended: Promise<void>
  hasLeft = false
  private readonly socket: Socket | undefined
  private readonly head: string
  private end: () => void = () => undefined
  private break: (error: unknown) => void = () => undefined

  /**
   * @param id what the client calls its subscription
   * @param position the last sequence that it has
   */
  constructor(
    private readonly peer: Peer,
    id: string,
    readonly args: ExecutionArgs,
    public position: number,
  ) {
    this.socket = (Reflect.get(peer, '_internal') as { ws?: Socket } | undefined)?.ws
    this.head = `{"id":${JSON.stringify(id)},"type":"next","payload":`
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve
      this.break = reject
    })
  }

  /** Sends the results of happenings, but for those that the member has already (graphql-transport-ws): one write of the connection for all. */
  tell(news: readonly Told[]): void {
    const connection = this.socket?._socket
    connection?.cork()
    for (const { happening, json } of news) {
      if (this.hasLeft || happening.sequence <= this.position) continue
      this.position = happening.sequence
      this.peer.send(`${this.head}${json}}`)
    }
    connection?.uncork()
  }

  /** Whether too much waits to be sent. */
  get isBehind(): boolean {
    return (this.socket?.bufferedAmount ?? 0) > mostWaiting
  }

  /** Waits until the reader has taken most of what was sent, or has gone. */
  async untilTaken(): Promise<void> {
    while (this.isBehind && this.socket?.readyState === isOpen) await new Promise((resolve) => setTimeout(resolve, lookAgain))
  }

  /** The subscription ends with an error. */
  fail(error: unknown): void {
    this.break(error)
  }

  /** The member has gone. */
  leave(): void {
    this.hasLeft = true
    this.end()
  }
}
