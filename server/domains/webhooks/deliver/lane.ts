import type { OpenEndpoint } from './open-endpoint'
import type { Outcome } from './post-message'
import type { DueDelivery } from './take-due.sql'

/** Attempts at one endpoint at once: at first, and at most while it answers well. */
const firstWindow = 8
const widestWindow = 64

/** How many windows of deliveries are read at once, and below how many more are read: noting and reading take their time meanwhile. */
const readAhead = 16
const readAgainBelow = 8

/** Longest that an endpoint is left alone as a whole because its receiver asked for it, in milliseconds. */
const longestPause = 3_600_000

/**
 * What one endpoint is being sent. Its window grows with what succeeds and halves with what hangs: an endpoint that hangs has one attempt
 * under way, whatever waits for it, and takes no place from another.
 */
export class Lane {
  /** Deliveries that were read and not begun. */
  readonly queue: DueDelivery[] = []

  /** Deliveries that were read and whose outcome is not noted yet: they are still due in the database. */
  readonly taken = new Set<string>()

  inFlight = 0

  /** Whether the database may have more than was read. */
  hasMore = true

  /** Whether this worker delivers to it: not while the endpoint is another worker's, disabled or deleted. */
  isOpen = true

  private window = firstWindow
  private pausedUntil = 0

  constructor(
    public endpoint: OpenEndpoint,
    /** Until when nobody else delivers to it, in milliseconds. */
    public leasedUntil: number,
  ) {}

  /** How many attempts may begin now. */
  roomAt(now: number): number {
    return now < this.pausedUntil ? 0 : Math.max(0, this.window - this.inFlight)
  }

  /** How many deliveries are worth reading; 0 while enough wait. */
  get wanted(): number {
    return this.isOpen && this.hasMore && this.queue.length < this.window * readAgainBelow ? this.window * readAhead : 0
  }

  /** Whether nothing of it is left to do. */
  get isIdle(): boolean {
    return !(this.isOpen && this.hasMore) && this.taken.size === 0
  }

  /**
   * Adds what was read.
   * @param before what was taken when it was asked for: of that, some may have been noted since
   * @param isAll whether nothing else was due
   */
  fill(due: readonly DueDelivery[], before: ReadonlySet<string>, isAll: boolean): void {
    for (const delivery of due) {
      if (before.has(delivery.id) || this.taken.has(delivery.id)) continue
      this.taken.add(delivery.id)
      this.queue.push(delivery)
    }
    this.hasMore = !isAll
  }

  /** Forgets what was read and not begun. */
  clear(): void {
    for (const { id } of this.queue.splice(0)) this.taken.delete(id)
  }

  /** Goes on with the endpoint as it is now. */
  open(endpoint: OpenEndpoint, until: number, now: number): void {
    // Another worker may have had it meanwhile: what was read then is read again.
    if (!this.isOpen || this.leasedUntil <= now) this.clear()
    Object.assign(this, { endpoint, leasedUntil: until, isOpen: true, hasMore: true })
  }

  /** Begins nothing more of it; what is under way comes to its end. */
  close(): void {
    this.clear()
    this.isOpen = false
  }

  /** Learns from what an attempt came to. */
  learn({ problem, statusCode, retryAfter }: Outcome, now: number): void {
    if (problem === null) this.window = Math.min(widestWindow, this.window + 1)
    else if (problem === 'TIMEOUT' || problem === 'CONNECTION') this.window = Math.max(1, Math.floor(this.window / 2))
    else this.window = Math.max(1, this.window - 1)
    const isBusy = statusCode === 429 || statusCode === 503
    if (isBusy && retryAfter !== null) this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(retryAfter, longestPause))
  }
}
