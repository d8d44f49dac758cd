import { onGrowth } from '../infra/live'
import { newestSequence } from '../infra/newest-sequence.sql'

/** Something that happened, with its place in the sequencer's order. */
export interface Happening {
  sequence: number
}

/** What a feed tells of. */
export interface FeedSource<A extends Happening> {
  /** No two sources have the same. */
  name: string
  /** What happened in an organization after a sequence, oldest first. */
  read: (organizationId: string, after: number) => Promise<A[]>
}

/** Who follows a feed. */
export interface Watcher<A extends Happening> {
  organizationId: string
  /** The last sequence the watcher has; null to begin now. */
  after: number | null
  /** Which happenings this watcher may see and asked for. */
  wanted: (activity: A) => boolean
}

/** How many happenings of an organization a process remembers. */
const remembered = 500

/**
 * A feed of one organization in this process: read from the database once for all who watch.
 * The announcement only says "look"; what is shown is what the database holds, in the sequencer's order, without gaps.
 */
class Feed<A extends Happening> {
  private readonly recent: A[] = []
  private from: number
  private to: number
  private reading = false
  private again = false
  private readonly waiting = new Set<() => void>()
  private readonly end: () => void
  watchers = 0

  constructor(
    private readonly source: FeedSource<A>,
    private readonly organizationId: string,
    start: number,
  ) {
    this.from = start
    this.to = start
    this.end = onGrowth(organizationId, () => void this.look())
  }

  /** What came after a sequence: from memory, or from the database for somebody who was away long. */
  async after(sequence: number): Promise<A[]> {
    if (sequence < this.from) return this.source.read(this.organizationId, sequence)
    return this.recent.filter((activity) => activity.sequence > sequence)
  }

  /** Resolves when something may have come. */
  grown(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.waiting.add(done)
      if (signal.aborted) done()
      else signal.addEventListener('abort', done)
    })
  }

  /** Reads what is new; a call during a reading makes it read once more. */
  async look(): Promise<void> {
    this.again = true
    if (this.reading) return
    this.reading = true
    try {
      while (this.again) {
        this.again = false
        await this.read()
      }
    } catch {
      // The database is away: the next announcement looks again, nobody's place in the feed is lost.
    } finally {
      this.reading = false
    }
  }

  private async read(): Promise<void> {
    const news = await this.source.read(this.organizationId, this.to)
    if (news.length === 0) return
    this.recent.push(...news)
    this.to = news.at(-1)?.sequence ?? this.to
    const forgotten = this.recent.splice(0, Math.max(0, this.recent.length - remembered))
    this.from = forgotten.at(-1)?.sequence ?? this.from
    this.again = true
    for (const wake of Array.from(this.waiting)) wake()
  }

  close(): void {
    this.end()
  }
}

const feeds = new Map<string, Promise<unknown>>()

const keyOf = ({ name }: { name: string }, organizationId: string): string => `${name} ${organizationId}`

async function join<A extends Happening>(source: FeedSource<A>, organizationId: string): Promise<Feed<A>> {
  const key = keyOf(source, organizationId)
  let opening = feeds.get(key) as Promise<Feed<A>> | undefined
  if (!opening) {
    opening = newestSequence().then((sequence) => new Feed(source, organizationId, sequence))
    feeds.set(key, opening)
    opening.catch(() => feeds.delete(key))
  }
  const feed = await opening
  feed.watchers++
  return feed
}

function leave<A extends Happening>(source: FeedSource<A>, organizationId: string, feed: Feed<A>): void {
  feed.watchers--
  if (feed.watchers > 0) return
  feeds.delete(keyOf(source, organizationId))
  feed.close()
}

async function* follow<A extends Happening>(
  source: FeedSource<A>,
  { organizationId, after, wanted }: Watcher<A>,
  signal: AbortSignal,
): AsyncGenerator<A> {
  const feed = await join(source, organizationId)
  try {
    let sequence = after ?? (await newestSequence())
    void feed.look()
    while (!signal.aborted) {
      const grown = feed.grown(signal)
      const news = await feed.after(sequence)
      for (const activity of news) {
        sequence = activity.sequence
        if (wanted(activity)) yield activity
        if (signal.aborted) return
      }
      if (news.length === 0) await grown
    }
  } finally {
    leave(source, organizationId, feed)
  }
}

/**
 * Follows what happens in an organization from a sequence on, without gap or repeat, until the watcher leaves.
 * Leaving works at any moment: a generator alone would only hear of it at the next happening.
 */
export function followActivity<A extends Happening>(source: FeedSource<A>, watcher: Watcher<A>): AsyncIterableIterator<A> {
  const left = new AbortController()
  const activities = follow(source, watcher, left.signal)
  return {
    next: () => activities.next(),
    return: () => {
      left.abort()
      return activities.return(undefined)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
