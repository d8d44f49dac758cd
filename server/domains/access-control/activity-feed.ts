import { onGrowth } from '../../infra/live'
import { newestSequence, readActivity, type Activity } from './use-cases/read-activity.sql'

/** How many happenings of an organization a process remembers. */
const remembered = 500

/**
 * The gates' feed of one organization in this process: read from the database once for all who watch.
 * The announcement only says "look"; what is shown is what the database holds, in the sequencer's order, without gaps.
 */
class Feed {
  private readonly recent: Activity[] = []
  private from: number
  private to: number
  private reading = false
  private again = false
  private readonly waiting = new Set<() => void>()
  private readonly end: () => void
  watchers = 0

  constructor(
    private readonly organizationId: string,
    start: number,
  ) {
    this.from = start
    this.to = start
    this.end = onGrowth(organizationId, () => void this.look())
  }

  /** What came after a sequence: from memory, or from the database for somebody who was away long. */
  async after(sequence: number): Promise<Activity[]> {
    if (sequence < this.from) return readActivity(this.organizationId, sequence)
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
    const news = await readActivity(this.organizationId, this.to)
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

const feeds = new Map<string, Promise<Feed>>()

async function join(organizationId: string): Promise<Feed> {
  let opening = feeds.get(organizationId)
  if (!opening) {
    opening = newestSequence().then((sequence) => new Feed(organizationId, sequence))
    feeds.set(organizationId, opening)
    opening.catch(() => feeds.delete(organizationId))
  }
  const feed = await opening
  feed.watchers++
  return feed
}

function leave(organizationId: string, feed: Feed): void {
  feed.watchers--
  if (feed.watchers > 0) return
  feeds.delete(organizationId)
  feed.close()
}

async function* follow(
  organizationId: string,
  after: number | null,
  wanted: (activity: Activity) => boolean,
  signal: AbortSignal,
): AsyncGenerator<Activity> {
  const feed = await join(organizationId)
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
    leave(organizationId, feed)
  }
}

/**
 * Follows the gates of an organization from a sequence on, without gap or repeat, until the watcher leaves.
 * Leaving works at any moment: a generator alone would only hear of it at the next happening.
 * @param after the last sequence the watcher has; null to begin now
 * @param wanted which happenings this watcher may see and asked for
 */
export function followGates(
  organizationId: string,
  after: number | null,
  wanted: (activity: Activity) => boolean,
): AsyncIterableIterator<Activity> {
  const left = new AbortController()
  const activities = follow(organizationId, after, wanted, left.signal)
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
