import { RequestFailure } from '~/composables/graphql-request'
import type { OfflineGate, Outcome, OwnReport } from './offline-gate'

/** What a device that decides by itself shows of its connection. Instants are milliseconds by the server's clock. */
export interface OfflineState {
  /** The server does not answer: the device decides. */
  isCut: boolean
  /** When the server was last heard, and until when the device decides; null for not at all. */
  heardAt: number | null
  until: number | null
  now: number
  /** How many scans wait to be told. */
  waiting: number
  /** By how much the device's clock is wrong, in milliseconds. */
  clockOffset: number
  /** Why what was decided could not be told, though the server answered. */
  problem: string
  /** The page opens without a network. */
  isKept: boolean
  /** Somebody has locked the device: it scans no more until it is unlocked. */
  isLocked: boolean
}

/** What a link tells of. */
export interface LinkNews {
  state: (state: OfflineState) => void
  conflicts: (conflicts: Outcome[]) => void
}

/** The browser in which the device's page is. */
export interface GateBrowser {
  /** Keeps the page for the time without a network, or forgets it. */
  keepPage: () => Promise<boolean>
  forgetPages: () => Promise<void>
  battery: () => Promise<Pick<OwnReport, 'batteryPercent' | 'isCharging'>>
  /** Does something while no other page of the device does. */
  alone: (work: () => Promise<void>) => Promise<void>
}

/** How often a device asks for what has changed, and how often it tries whether a lost connection is back, in milliseconds. */
const [syncPause, retryPause] = [20_000, 4_000]

/** Answers that say that the device may scan no more. */
const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN'])

/** Errors that say that nobody answered. */
const isSilence = (error: unknown): boolean =>
  error instanceof RequestFailure ? error.data.code === 'OFFLINE' || error.data.code === 'SERVER' : error instanceof DOMException

/** Keeps a device that decides by itself up to date: tells what it decided and hears what has changed, again and again. */
export class GateLink {
  private isCut: boolean
  private isKept = false
  private isLocked = false
  private isClosed = false
  private problem = ''
  private timer: ReturnType<typeof setTimeout> | undefined
  private round: Promise<void> | undefined

  constructor(
    readonly gate: OfflineGate,
    private readonly browser: GateBrowser,
    private readonly on: LinkNews,
    isOnline: boolean,
  ) {
    this.isCut = !isOnline
  }

  /** Shows where the device stands. */
  async show(): Promise<void> {
    if (this.isClosed) return
    const { heardAt, until, clockOffset } = this.gate
    const { isCut, isKept, isLocked, problem } = this
    this.on.state({
      isCut,
      heardAt,
      until,
      now: this.gate.now(),
      waiting: await this.gate.waiting(),
      clockOffset,
      problem,
      isKept,
      isLocked,
    })
  }

  /** One round; whoever asks meanwhile waits for it. The next one follows by itself. */
  tick(): Promise<void> {
    this.round ??= this.browser
      .alone(() => this.talk())
      .finally(() => {
        this.round = undefined
        this.next()
      })
    return this.round
  }

  /** The server did not answer: from now on the device decides, until it does again. */
  async lost(): Promise<void> {
    this.isCut = true
    this.next()
    await this.show()
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    this.gate.close()
  }

  private next(): void {
    clearTimeout(this.timer)
    if (!this.isClosed) this.timer = setTimeout(() => void this.tick(), this.isCut ? retryPause : syncPause)
  }

  private async talk(): Promise<void> {
    this.problem = ''
    try {
      await this.tell()
      this.isLocked = await this.gate.report(await this.browser.battery())
      if (!this.isLocked && (await this.gate.sync())) this.isKept ||= await this.browser.keepPage().catch(() => false)
      else await this.leave()
      this.isCut = false
    } catch (error) {
      await this.fail(error)
    }
    await this.show()
  }

  /** Tells what waits to be told. */
  private async tell(): Promise<void> {
    if ((await this.gate.waiting()) === 0) return
    const contradicted = await this.gate.upload()
    if (contradicted.length > 0) this.on.conflicts(contradicted)
    this.isCut = false
    await this.show()
  }

  private async fail(error: unknown): Promise<void> {
    if (error instanceof RequestFailure && refusals.has(error.data.code)) await this.leave()
    else if (isSilence(error)) this.isCut = true
    else this.problem = error instanceof Error ? error.message : String(error)
  }

  /** The device may scan here no more: it keeps what it could not tell. */
  private async leave(): Promise<void> {
    this.isKept = false
    await this.gate.wipe()
    await this.browser.forgetPages()
  }
}
