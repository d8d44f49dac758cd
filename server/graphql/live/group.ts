import { execute, type ExecutionArgs } from 'graphql'
import { leaveFeed, type ActivityStream, type Feed, type Happening } from '../../core/activity-feed'
import type { GraphqlContext } from '../context'
import { masked } from '../format-error'
import { Rows } from '../loaders'
import type { Member, Told } from './member'
import { watchedContext } from './watched-context'

/** How many happenings are executed together, with one set of loaders. */
const together = 50

type Stream = ActivityStream<Happening>

const shared = new WeakMap<readonly Happening[], Rows>()

/**
 * The rows that all groups of a feed read for the same news, each once. They begin with the news: nothing that was read before it is among
 * them.
 */
function rowsOf(news: readonly Happening[], ctx: GraphqlContext): Rows {
  const rows = shared.get(news) ?? new Rows(ctx)
  shared.set(news, rows)
  return rows
}

/** Executes a subscription for some happenings, with the rights of one context. */
async function resultsOf(
  args: ExecutionArgs,
  happenings: readonly Happening[],
  news: readonly Happening[],
): Promise<{ told: Told[]; isPersonal: boolean }> {
  const ctx = args.contextValue as GraphqlContext
  const { contextValue, isPersonal } = watchedContext(ctx, rowsOf(news, ctx))
  const told = await Promise.all(
    happenings.map(async (happening) => {
      const result = await execute({ ...args, rootValue: happening, contextValue })
      return { happening, json: JSON.stringify(result.errors ? { ...result, errors: masked(result.errors) } : result) }
    }),
  )
  return { told, isPersonal: isPersonal() }
}

/**
 * Those connections of this process that get the same results of the same happenings: each is executed and written once for all of
 * them. A board that a thousand people watch costs little more than one that one person watches.
 */
export class Group {
  private readonly members = new Set<Member>()
  private readonly waiting: Happening[] = []
  /** What the feed told of last. */
  private news: readonly Happening[] = []
  private readonly end: () => void
  private isTelling = false
  /** Members, those who catch up among them. */
  private size = 0

  constructor(
    private readonly stream: Stream,
    private readonly feed: Feed<Happening>,
    private readonly onEmpty: () => void,
  ) {
    this.end = feed.onNews((news) => {
      this.news = news
      this.waiting.push(...news.filter(stream.watcher.wanted))
      void this.tell()
    })
  }

  /** Takes a member in: the caller has joined the feed for it. */
  take(member: Member): void {
    this.size++
    this.catchUp(member).catch((error: unknown) => member.fail(error))
  }

  /**
   * Brings a member everything after what it has, then what happens from now on. It reads by itself until nothing is left between what
   * it has and what the others are told of.
   */
  private async catchUp(member: Member): Promise<void> {
    while (!member.hasLeft) {
      await member.untilTaken()
      const told = this.feed.toldUpTo
      const news = await this.feed.after(member.position)
      if (news.length > 0) await this.bring(member, news)
      if (news.length > 0 || this.feed.toldUpTo !== told || member.hasLeft) continue
      this.members.add(member)
      return
    }
  }

  /** Tells one member alone. */
  private async bring(member: Member, news: readonly Happening[]): Promise<void> {
    const { told } = await resultsOf(member.args, news.filter(this.stream.watcher.wanted), news)
    member.tell(told)
    member.position = Math.max(member.position, news.at(-1)?.sequence ?? 0)
  }

  private async tell(): Promise<void> {
    if (this.isTelling) return
    this.isTelling = true
    try {
      while (this.waiting.length > 0) await this.tellAll(this.waiting.splice(0, together))
    } finally {
      this.isTelling = false
    }
  }

  private async tellAll(happenings: readonly Happening[]): Promise<void> {
    const [first] = this.members
    if (!first) return
    try {
      const { told, isPersonal } = await resultsOf(first.args, happenings, this.news)
      for (const member of this.members) {
        if (isPersonal && member !== first)
          await this.bring(
            member,
            happenings.filter(({ sequence }) => sequence > member.position),
          )
        else member.tell(told)
        if (member.isBehind) this.setAside(member)
      }
    } catch (error) {
      for (const member of this.members) member.fail(error)
    }
  }

  /** A slow reader is told nothing more until it has taken what was sent; what it misses is read for it then. */
  private setAside(member: Member): void {
    this.members.delete(member)
    this.catchUp(member).catch((error: unknown) => member.fail(error))
  }

  /** Ends what a member is told. The last one to leave ends the group. */
  leave(member: Member): void {
    this.members.delete(member)
    const { source, watcher } = this.stream
    leaveFeed(source, watcher.organizationId, this.feed)
    if (--this.size > 0) return
    this.end()
    this.onEmpty()
  }
}
