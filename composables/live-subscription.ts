import type { WrittenDocument } from './graphql-document'
import { startSubscription } from './live-connection'

/** `connecting` at first, `live` while events flow, `lost` while it tries to come back. */
export type LiveStatus = 'connecting' | 'live' | 'lost'

interface Watcher<R> {
  /** Variables of the next start; `after` in them is where a first start begins. */
  variables: () => Record<string, unknown>
  onStatus: (status: LiveStatus) => void
  onEvent: (data: R) => void
  /** What was missed is more than the server remembers. */
  onGap: () => void
  onSignedOut: () => void
}

const longestPause = 15_000

/** The cursor of an event: that of the first field of the answer. */
function cursorOf(data: unknown): string | undefined {
  const [event] = Object.values(data ?? {})
  return event && typeof event === 'object' && 'cursor' in event && typeof event.cursor === 'string' ? event.cursor : undefined
}

/** One subscription that is tried again for ever and goes on after the last cursor it saw, so that nothing is missed. */
export class LiveSubscription<R> {
  private stop: (() => void) | undefined
  private pause: ReturnType<typeof setTimeout> | undefined
  private cursor: string | undefined
  private failures = 0
  private run = 0

  constructor(
    private readonly document: WrittenDocument,
    private readonly watcher: Watcher<R>,
  ) {}

  /** Starts, or starts anew after what was seen last; what an earlier start still says is not heard. */
  async start(): Promise<void> {
    this.end()
    const mine = ++this.run
    const current = () => mine === this.run
    const variables = { ...this.watcher.variables(), ...(this.cursor && { after: this.cursor }) }
    const end = await startSubscription<R>(this.document, variables, {
      onOpen: () => current() && this.watcher.onStatus('live'),
      onData: (data) => current() && this.receive(data),
      onEnd: (code) => current() && this.comeBack(code),
    }).catch(() => undefined)
    if (!end) return void (current() && this.comeBack('LOST'))
    if (current()) this.stop = end
    else end()
  }

  /** Starts from the variables' own place: something else is watched now. */
  restart(): void {
    this.cursor = undefined
    this.watcher.onStatus('connecting')
    void this.start()
  }

  /** The network is back: does not wait for the next try. */
  retryNow(): void {
    this.failures = 0
    void this.start()
  }

  /** Ends it; nothing more is heard. */
  end(): void {
    this.run++
    clearTimeout(this.pause)
    this.stop?.()
    this.stop = undefined
  }

  private receive(data: R): void {
    this.failures = 0
    this.cursor = cursorOf(data) ?? this.cursor
    this.watcher.onEvent(data)
  }

  private comeBack(code: string): void {
    this.watcher.onStatus('lost')
    if (code === 'UNAUTHENTICATED') return this.watcher.onSignedOut()
    if (code === 'CURSOR_EXPIRED') {
      this.cursor = undefined
      this.watcher.onGap()
    }
    const longest = Math.min(longestPause, 500 * 2 ** this.failures++)
    this.pause = setTimeout(() => void this.start(), longest * (0.5 + Math.random() / 2))
  }
}
