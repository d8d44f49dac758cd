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
  /** What happened in an organization after a sequence, oldest first; some of it when it is much. */
  read: (organizationId: string, after: number) => Promise<A[]>
}

/** How many happenings of an organization a process remembers. */
const remembered = 500

/**
 * A feed of one organization in this process: read from the database once for all who watch.
 * The announcement only says "look"; what is shown is what the database holds, in the sequencer's order, without gaps.
 */
export class Feed<A extends Happening> {
  private readonly recent: A[] = []
  private from: number
  private to: number
  private reading = false
  private again = false
  private readonly listeners = new Set<(news: readonly A[]) => void>()
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

  /** The last sequence that those who listen have been told of. */
  get toldUpTo(): number {
    return this.to
  }

  /** What came after a sequence: from memory, or from the database for somebody who was away long. Nothing: there is no more. */
  after(sequence: number): Promise<A[]> {
    if (sequence < this.from) return this.source.read(this.organizationId, sequence)
    return Promise.resolve(this.recent.filter((activity) => activity.sequence > sequence))
  }

  /** Calls back with what is new, in order. @returns ends it */
  onNews(listener: (news: readonly A[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
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
    for (const tell of Array.from(this.listeners)) tell(news)
  }

  close(): void {
    this.end()
  }
}

const feeds = new Map<string, Promise<unknown>>()

const keyOf = ({ name }: { name: string }, organizationId: string): string => `${name} ${organizationId}`

/** The feed of an organization in this process; whoever joined it leaves it again. */
export async function joinFeed<A extends Happening>(source: FeedSource<A>, organizationId: string): Promise<Feed<A>> {
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

/** The last one to leave closes the feed. */
export function leaveFeed<A extends Happening>(source: FeedSource<A>, organizationId: string, feed: Feed<A>): void {
  feed.watchers--
  if (feed.watchers > 0) return
  feeds.delete(keyOf(source, organizationId))
  feed.close()
}

/**
 * What somebody follows of an organization's feed, from a sequence on, without gap or repeat. It is what GraphQL's subscriptions are made
 * of; `server/graphql/live` brings it to those who have subscribed, all who ask for the same at once.
 */
export class ActivityStream<A extends Happening> implements AsyncIterable<A> {
  constructor(
    readonly source: FeedSource<A>,
    readonly watcher: {
      organizationId: string
      /** The last sequence the watcher has; null to begin now. */
      after: number | null
      /** Which happenings this watcher may see and asked for. */
      wanted: (activity: A) => boolean
    },
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<A> {
    throw new Error('A stream of activities is followed by server/graphql/live')
  }
}
