import { RequestFailure } from '~/composables/graphql-request'
import type { ToldRollCall } from './roll-call-documents'
import type { RollCallStore, Waiting } from './roll-call-store'
import { viewOf, type RollCallView } from './roll-call-view'

/** What the page shows of the connection. */
export interface LinkState {
  isCut: boolean
  /** What has to be told. */
  waiting: readonly Waiting[]
  /** Why it could not be told though the server answered. */
  problem: string
  /** The page opens without a network, with its list. */
  isKept: boolean
  /** The server has answered: there is no such roll call for the reader. */
  isGone: boolean
}

/** What the server is asked. */
export interface RollCallServer {
  version: () => Promise<string | null>
  whole: () => Promise<ToldRollCall | null>
  /** @returns why it was not taken; null when it was */
  tell: (waiting: readonly Waiting[]) => Promise<string | null>
}

/** What a link tells of. */
export interface LinkNews {
  view: (view: RollCallView) => void
  state: (state: LinkState) => void
}

/** The browser in which the page is. */
export interface PageBrowser {
  keepPage: () => Promise<boolean>
  forgetPage: () => Promise<void>
}

/** How often the server is asked, and how often it is tried whether a lost connection is back, in milliseconds. */
const [pause, retryPause] = [3_000, 3_000]

/** How much is told at a time. */
const atATime = 100

const isSilence = (error: unknown): boolean =>
  error instanceof RequestFailure ? error.data.code === 'OFFLINE' || error.data.code === 'SERVER' : error instanceof DOMException

/**
 * Keeps the page of a roll call up to date: tells what waits, asks whether anything has changed, and keeps it. It asks again and again instead
 * of being told: what the device has to tell goes by the same way, in a network that comes and goes, and a short text says that nothing is new.
 */
export class RollCallLink {
  private current: RollCallView | null = null
  private stand: LinkState
  private timer: ReturnType<typeof setTimeout> | undefined
  private round: Promise<void> | undefined
  private isClosed = false

  constructor(
    readonly store: RollCallStore | null,
    private readonly server: RollCallServer,
    private readonly browser: PageBrowser,
    private readonly on: LinkNews,
    isOnline: boolean,
  ) {
    this.stand = { isCut: !isOnline, waiting: [], problem: '', isKept: false, isGone: false }
  }

  /** One round; whoever asks meanwhile waits for it. The next one follows by itself. */
  tick(): Promise<void> {
    this.round ??= this.talk().finally(() => {
      this.round = undefined
      clearTimeout(this.timer)
      if (!this.isClosed && !this.current?.endedAt) this.timer = setTimeout(() => void this.tick(), this.stand.isCut ? retryPause : pause)
    })
    return this.round
  }

  /** Keeps what a marshal did, shows it, then tells it. */
  async add(waiting: Waiting): Promise<void> {
    await this.store?.add(waiting)
    // A round that is under way may have read it already.
    await this.show({ waiting: [...this.stand.waiting.filter(({ id }) => id !== waiting.id), waiting] })
    // It is kept: whoever marks does not wait for the network.
    void Promise.resolve(this.round).then(() => this.tick())
  }

  /** The list is open: it is shown where the server has not been heard, and kept from now on. */
  async opened(): Promise<void> {
    const copy = await this.store?.copy()
    if (copy && !this.current) this.take(copy)
    else if (this.current) await this.keep(this.current)
    await this.show({})
  }

  lost(): void {
    void this.show({ isCut: true })
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    this.store?.close()
  }

  /** Shows where the page stands. */
  async show(news: Partial<LinkState>): Promise<void> {
    this.stand = { ...this.stand, ...news }
    if (!this.isClosed) this.on.state(this.stand)
  }

  private take(view: RollCallView): void {
    this.current = view
    if (!this.isClosed) this.on.view(view)
  }

  private async keep(view: RollCallView): Promise<void> {
    if (view.endedAt) {
      await this.store?.wipe()
      await this.browser.forgetPage()
      return this.show({ isKept: false })
    }
    const isListKept = (await this.store?.keep(view, Date.now())) ?? false
    if (isListKept && !this.stand.isKept) await this.show({ isKept: await this.browser.keepPage().catch(() => false) })
  }

  private async talk(): Promise<void> {
    try {
      const problem = await this.tell()
      await this.hear()
      await this.show({ isCut: false, problem })
    } catch (error) {
      if (isSilence(error)) await this.show({ isCut: true })
      else await this.show({ problem: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Tells what waits. @returns why it was not taken; empty when all was */
  private async tell(): Promise<string> {
    if (this.store) await this.show({ waiting: await this.store.waiting() })
    while (this.stand.waiting.length > 0) {
      const part = this.stand.waiting.slice(0, atATime)
      const problem = await this.server.tell(part)
      if (problem !== null) return problem
      await this.store?.told(part.map(({ id }) => id))
      // Not shown as told before the server's own word of it is there.
      await this.hear()
      const gone = new Set(part)
      const rest = this.store ? await this.store.waiting() : this.stand.waiting.filter((each) => !gone.has(each))
      await this.show({ waiting: rest })
    }
    return ''
  }

  private async hear(): Promise<void> {
    if (this.current) {
      const version = await this.server.version()
      if (version === this.current.version) return
      if (version === null) return this.leave()
    }
    const told = await this.server.whole()
    if (!told) return this.leave()
    const view = viewOf(told)
    this.take(view)
    await this.keep(view)
  }

  /** The reader may not see it any more, or never could. */
  private async leave(): Promise<void> {
    await this.store?.wipe()
    await this.browser.forgetPage()
    await this.show({ isGone: true, isKept: false })
  }
}
