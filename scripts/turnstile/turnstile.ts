import { randomUUID } from 'node:crypto'
import { CredentialStore, type StoredCredential } from './credentials.ts'
import { seeded, shuffled } from './faults.ts'
import { isSigned, sign, type Signed } from './signature.ts'

/** How a turnstile and the server reach each other. */
export interface Link {
  /** Sends a message. @returns its signed answer; null where none came */
  send: (message: Signed) => Promise<Signed | null>
}

/** What the arm does once it is free. */
export type Arm = 'turned' | 'not_turned' | 'timed_out'

/** What a turnstile tells of one moment. */
export interface TurnstileEvent {
  id: string
  type: 'presented' | 'denied' | Arm
  reader: string
  passage: string
  at: string
  code?: string
  credential?: string
  reason?: string
}

/** An answer of the server to one event. */
interface EventAnswer {
  id: string | null
  result: string
  decision?: 'open' | 'keep_shut'
  reason?: string
}

/** What the server asks. */
type Command =
  | { type: 'put'; credentials: StoredCredential[] }
  | { type: 'delete'; ids: string[] }
  | { type: 'list'; after: string | null }
  | { type: 'open'; reader: string }

/** How one passage went. */
export interface Passage {
  passage: string
  isOpen: boolean
  /** Whether the server decided; otherwise the turnstile did by itself. */
  isOnline: boolean
  reason?: string | undefined
}

/** How a turnstile is played. */
export interface TurnstileOptions {
  secret: string
  link: Link
  /** Its own clock, in milliseconds: perhaps a day off. */
  clock?: () => number
  seed?: number
  /** Credentials that one answer to `list` holds. */
  page?: number
  /** What it knows beside codes: `card`, `plate`. */
  keeps?: readonly string[]
}

/** For how long a command is believed, in milliseconds. */
const freshFor = 5 * 60_000

/** Events that one message holds. */
const mostTold = 100

/**
 * Plays a turnstile as its vendor would build one after `docs/access-controllers.md`: it knows nothing of the product but that page. What it
 * has to tell it keeps until the server has answered.
 */
export class Turnstile {
  readonly store: CredentialStore
  /** What was not told yet. */
  readonly waiting: TurnstileEvent[] = []
  /** Readers at which the server had it open. */
  readonly opened: string[] = []
  isOffline = false
  private readonly secret: string
  readonly link: Link
  private readonly clock: () => number
  private readonly random: () => number
  private readonly page: number
  private readonly keeps: readonly string[]
  /** By how much the server's clock is ahead of its own, in milliseconds. */
  private ahead: number | null = null
  /** What it answered to commands: what comes again is not done again. */
  private readonly done = new Map<string, string>()

  constructor({ secret, link, clock = Date.now, seed = 1, page = 1_000, keeps = [] }: TurnstileOptions) {
    this.secret = secret
    this.link = link
    this.clock = clock
    this.random = seeded(seed)
    this.page = page
    this.keeps = keeps
    this.store = new CredentialStore(secret)
  }

  /** Somebody shows a code at a reader; the arm does as is said once it is free. What came of it waits to be told. */
  async pass(reader: string, code: string, arm: Arm = 'turned'): Promise<Passage> {
    const passage = randomUUID()
    const asked = this.event('presented', reader, passage, { code })
    const [answer] = this.isOffline ? [] : ((await this.tell([asked])) ?? [])
    if (answer?.decision) {
      const isOpen = answer.decision === 'open'
      if (isOpen) this.waiting.push(this.event(arm, reader, passage))
      return { passage, isOpen, isOnline: true, reason: answer.reason }
    }
    // The question may have arrived though no answer did: it is told again with what came of it.
    this.waiting.push(asked)
    return this.decideAlone(reader, code, passage, arm)
  }

  private decideAlone(reader: string, code: string, passage: string, arm: Arm): Passage {
    const { credential, reason } = this.store.decide(code, reader, this.clock() + (this.ahead ?? 0))
    if (!credential || reason) {
      this.waiting.push(this.event('denied', reader, passage, { code, reason: reason ?? 'UNKNOWN_CODE' }))
      return { passage, isOpen: false, isOnline: false, reason: reason ?? 'UNKNOWN_CODE' }
    }
    if (arm === 'turned' && credential.entry?.readers.includes(reader)) this.store.use(credential.id)
    this.waiting.push(this.event(arm, reader, passage, { credential: credential.id }))
    return { passage, isOpen: true, isOnline: false }
  }

  private event(type: TurnstileEvent['type'], reader: string, passage: string, more: Partial<TurnstileEvent> = {}): TurnstileEvent {
    return { id: randomUUID(), type, reader, passage, at: new Date(this.clock()).toISOString(), ...more }
  }

  /**
   * Tells what waits, until all of it is answered.
   * @param faults how often each event is told, and whether in another order than it happened
   * @returns false where the server did not answer: the rest waits on
   */
  async flush({ times = 1, reorders = false }: { times?: number; reorders?: boolean } = {}): Promise<boolean> {
    if (this.isOffline) return false
    const all = Array.from({ length: times }, () => this.waiting).flat()
    const order = reorders ? shuffled(all, this.random) : all
    for (let from = 0; from < order.length; from += mostTold) {
      const part = order.slice(from, from + mostTold)
      const answers = await this.tell(part)
      if (!answers) return false
    }
    const told = new Set(order.map(({ id }) => id))
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(({ id }) => !told.has(id)))
    return true
  }

  /** Sends events in one message. A server that finds the time wrong says what time it is: then it is sent once more. */
  async tell(events: readonly TurnstileEvent[], isAgain = false): Promise<EventAnswer[] | null> {
    const body = JSON.stringify({ controllerTime: new Date(this.clock()).toISOString(), events })
    const message = sign(this.secret, randomUUID(), body, this.clock() + (this.ahead ?? 0))
    const answer = await this.link.send(message).catch(() => null)
    if (!answer || answer.id !== message.id || !isSigned(this.secret, answer)) return null
    const { serverTime, answers, error } = JSON.parse(answer.body) as { serverTime: string; answers: EventAnswer[]; error?: string }
    this.ahead = Date.parse(serverTime) - this.clock()
    if (error === 'timestamp' && !isAgain) return this.tell(events, true)
    return error ? null : answers
  }

  /** Does what the server asks. @returns the signed answer; null where the server did not sign, or long ago */
  answer(asked: Signed): Signed | null {
    const sentAt = Number(asked.timestamp) * 1_000
    // Until the server has told the time, its clock is not known to be right or wrong.
    const isStale = this.ahead !== null && Math.abs(this.clock() + this.ahead - sentAt) > freshFor
    if (this.isOffline || isStale || !isSigned(this.secret, asked)) return null
    const known = this.done.get(asked.id)
    const done = known ?? JSON.stringify(this.obey(JSON.parse(asked.body) as Command))
    this.done.set(asked.id, done)
    return sign(this.secret, asked.id, done, sentAt)
  }

  private obey(command: Command): object {
    if (command.type === 'put') return { refused: this.store.put(command.credentials) }
    if (command.type === 'list') return this.listed(command.after)
    if (command.type === 'delete') this.store.delete(command.ids)
    else this.opened.push(command.reader)
    return {}
  }

  private listed(after: string | null): object {
    const ids = [...this.store.held.keys()].toSorted()
    const rest = ids.filter((id) => after === null || id > after)
    const page = rest.slice(0, this.page)
    const credentials = page.map((id) => ({ id, version: this.store.held.get(id)?.version ?? '' }))
    return { keeps: this.keeps, credentials, after: rest.length > page.length ? page.at(-1) : null }
  }
}
