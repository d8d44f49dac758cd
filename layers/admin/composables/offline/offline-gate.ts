import { zonesOf, type GatePlan, type PlannedGate } from '#shared/offline/gate-plan'
import { decideOffline, type KnownPass, type OfflineDecision, type OwnMove } from '#shared/offline/offline-decision'
import type { RosterLine, RosterPass } from '#shared/offline/roster'
import type { DenialReason, Direction, Movement, ScanRequirement } from '#shared/generated/gql/graphql'
import { moveThrough, type Whereabouts } from '#shared/whereabouts'
import { shownAt } from '#shared/credentials/live-code'
import { GateStore, type GateWord, type KeptScans, type StoredScan } from './gate-store'
import { openLine, provePass, provesLive, sealCode, type ProvenPass } from './pass-proof'

/** A part of the list as the server brings it. */
export interface RosterAnswer {
  cursor: string
  hasMore: boolean
  restarts: boolean
  lines: readonly RosterLine[]
  gone: readonly string[]
  plan: string | null
  serverTime: string
}

/** A scan as it is told. */
export interface ToldScan {
  code: string
  gateId: string
  direction: Direction
  nonce: string
  occurredAt: string
  admitted: boolean
  reason: DenialReason | null
}

/** What became of a scan that was told. */
export interface Outcome {
  result: 'ADMITTED' | 'DENIED' | 'CONFLICT' | 'ANNULLED'
  reason: DenialReason | null
  name: string | null
  moves: number | null
}

/** What the device says of itself. */
export interface OwnReport {
  batteryPercent: number | null
  isCharging: boolean | null
  pendingScans: number
  rosterAt: string | null
}

/** How the device asks the server. @throws whatever says that there is no answer */
export interface GateServer {
  roster: (after: string | null) => Promise<RosterAnswer | null>
  upload: (scans: ToldScan[], deviceTime: string) => Promise<Outcome[]>
  /** @returns whether the device is locked */
  report: (report: OwnReport) => Promise<boolean>
}

/** The device's own clocks, in milliseconds. */
export interface Clocks {
  /** What time it is by the device. */
  now: () => number
  /** How long it runs: never goes back. */
  running: () => number
}

/** One scan to be decided here. */
export interface ScanAsked {
  nonce: string
  code: string
  gateId: string
  direction: Direction
  fulfilled: readonly ScanRequirement[]
}

/** Why a gate cannot decide by itself. */
export type Inability = 'NO_LIST' | 'TOO_OLD' | 'SHORT_CODE' | 'NOT_ENROLLED'

/** A decision of the device, with what its list says of the guest. */
export type DeviceVerdict =
  | { kind: 'decided'; decision: OfflineDecision; pass: RosterPass | null; passId: string | null; at: number; gate: PlannedGate }
  | { kind: 'unable'; why: Inability }

/** What the server decided of a scan of this device. */
export interface ServerVerdict {
  passId: string
  moves: number
  movement: Movement | null
  at: number
  ruleId: string | null
}

/** What is known of a pass but for what was scanned here. */
type FoundPass = Omit<KnownPass, 'ownMoves'>

/** Moves that scans made. */
const movesOf = (scans: KeptScans['ofPass']): OwnMove[] => scans.flatMap(({ own }) => own ?? [])

/** Whether it matters how many are inside. */
const isCounted = ({ policy, zones }: GatePlan): boolean => policy.capacity !== null || zones.some(({ capacity }) => capacity !== null)

/** How many scans are told at once. */
const mostTold = 200

const unknown: OfflineDecision = { verdict: 'denied', reason: 'UNKNOWN_CODE', steps: [], move: null, entriesUsed: 0, inside: 0 }

/**
 * A gate that decides by itself while it has no connection: by signature, its list and what was scanned here, with the function that decides
 * with one. What it decides is kept before it is shown, and told once the server answers again.
 */
export class OfflineGate {
  private readonly startedAt: number
  private base = 0

  private constructor(
    private readonly store: GateStore,
    private readonly server: GateServer,
    private readonly clocks: Clocks,
    private word: GateWord | undefined,
    seenAt: number,
  ) {
    this.startedAt = clocks.running()
    this.base = Math.max(seenAt, this.told())
  }

  static async open(name: string, server: GateServer, clocks: Clocks): Promise<OfflineGate> {
    const store = await GateStore.open(name)
    return new OfflineGate(store, server, clocks, await store.word(), await store.seenAt())
  }

  close(): void {
    this.store.close()
  }

  private told = (): number => this.clocks.now() + (this.word?.clockOffset ?? 0)

  /** What time it is by the server's clock, in milliseconds. Putting the device's clock back does not bring back what is over. */
  now(): number {
    return Math.max(this.told(), this.base + this.clocks.running() - this.startedAt)
  }

  /** When the server was last heard, by its clock; null where the list is not whole yet. */
  get heardAt(): number | null {
    return this.word?.heardAt ?? null
  }

  /** Until when the gate decides by itself; null where it cannot. */
  get until(): number | null {
    const { heardAt = null, plan = null } = this.word ?? {}
    return heardAt === null || !plan ? null : heardAt + plan.graceMinutes * 60_000
  }

  /** By how much the clock of the device is wrong, in milliseconds. */
  get clockOffset(): number {
    return this.word?.clockOffset ?? 0
  }

  /** How many passes are on the list. */
  listed = (): Promise<number> => this.store.lines()

  /** Scans that are not told yet. */
  waiting = (): Promise<number> => this.store.countWaiting()

  /**
   * Brings the list up to date: the whole list the first time, then what has changed.
   * @returns whether the device may scan there at all
   */
  async sync(): Promise<boolean> {
    // Another screen of the device may have gone on.
    this.word = await this.store.word()
    for (;;) {
      const asked = this.clocks.now()
      const part = await this.server.roster(this.word?.cursor ?? null)
      if (!part) return false
      await this.takePart(part, (asked + this.clocks.now()) / 2)
      if (!part.hasMore) return true
    }
  }

  private async takePart({ cursor, hasMore, restarts, lines, gone, plan, serverTime }: RosterAnswer, deviceTime: number): Promise<void> {
    const before = this.word
    const serverAt = Date.parse(serverTime)
    const generation = (before?.generation ?? 0) + (restarts ? 1 : 0)
    const word: GateWord = {
      cursor,
      plan: plan === null ? (before?.plan ?? null) : (JSON.parse(plan) as GatePlan),
      heardAt: hasMore ? (before?.heardAt ?? null) : serverAt,
      clockOffset: serverAt - deviceTime,
      generation,
      whole: hasMore ? (before?.whole ?? 0) : generation,
    }
    await this.store.take(word, lines, gone, word.whole !== (before?.whole ?? 0))
    this.word = word
    this.base = serverAt - (this.clocks.running() - this.startedAt)
    await this.store.see(serverAt)
  }

  /** Decides a scan, and keeps what was decided before it says so. A question settles nothing. */
  async decide(scan: ScanAsked): Promise<DeviceVerdict> {
    const { plan = null } = this.word ?? {}
    const at = this.now()
    if (!plan || this.until === null) return { kind: 'unable', why: 'NO_LIST' }
    const gate = plan.gates.find(({ id }) => id === scan.gateId)
    if (!gate || !(scan.direction === 'ENTRY' ? gate.mayAdmit : gate.mayCheckOut)) return { kind: 'unable', why: 'NOT_ENROLLED' }
    if (at >= this.until && scan.direction === 'ENTRY') return { kind: 'unable', why: 'TOO_OLD' }
    const proven = await provePass(plan, scan.code)
    if (proven === 'short') return { kind: 'unable', why: 'SHORT_CODE' }
    const known = proven && (await this.find(proven, at))
    const sealedCode = await sealCode(plan, scan.code)
    await this.store.see(at)
    const passId = proven?.claims.passId ?? null
    let decision = unknown
    await this.store.decide({ nonce: scan.nonce, passId, since: isCounted(plan) ? this.heardAt : null }, (kept) => {
      const asked = { direction: scan.direction, at: new Date(at), fulfilled: scan.fulfilled }
      // The same scan decided again is the same scan.
      if (known) decision = decideOffline(plan, gate, { ...known, ownMoves: movesOf(kept.ofPass) }, asked, movesOf(kept.since))
      if (kept.same || decision.verdict === 'incomplete') return null
      return storedOf({ ...scan, passId, sealedCode, at }, decision)
    })
    return { kind: 'decided', decision, pass: known?.pass ?? null, passId, at, gate }
  }

  private async find({ code, claims, live }: ProvenPass, at: number): Promise<FoundPass> {
    const { passId } = claims
    const line = await this.store.line(passId)
    const pass = line?.sealed ? await openLine(passId, code, line.sealed) : null
    const isProven = live !== null && pass?.liveKey !== undefined && (await provesLive(live, pass.liveKey))
    return { claims, line, pass, shown: shownAt(live && { step: live.step, isProven }, new Date(at)) }
  }

  /** Notes what the server decided, so that the gate knows of it if the connection goes before the list does. */
  async note(scan: ScanAsked, { passId, moves, movement, at, ruleId }: ServerVerdict): Promise<void> {
    const { plan = null } = this.word ?? {}
    const gate = plan?.gates.find(({ id }) => id === scan.gateId)
    if (!plan || !gate || movement === null) return
    const where: Whereabouts = { isGroup: false, inside: movement === 'IN' ? 0 : 1, zones: {} }
    const own: OwnMove = { move: { ...moveThrough(zonesOf(plan), gate, scan.direction, where), kind: movement }, at, moves, ruleId }
    const { nonce, gateId, direction } = scan
    await this.store.keep({ nonce, passId, sealedCode: '', gateId, direction, at, admitted: true, reason: null, own, isTold: 1 })
  }

  /** The arm did not turn. @returns whether it was a scan that waits to be told: one that was told is the server's to withdraw */
  async annul(nonce: string): Promise<boolean> {
    let isWaiting = false
    await this.store.change([nonce], (scan) => {
      isWaiting = !scan.isTold
      return scan.isTold ? null : { ...scan, admitted: false, reason: 'INTERNAL', own: null }
    })
    return isWaiting
  }

  /** Tells the server what was decided here. @returns what contradicts what else is known */
  async upload(): Promise<Outcome[]> {
    const conflicts: Outcome[] = []
    for (let scans = await this.store.waiting(); scans.length > 0; scans = await this.store.waiting()) {
      const part = scans.slice(0, mostTold)
      const outcomes = await this.server.upload(part.map(toldOf), new Date(this.now()).toISOString())
      if (outcomes.length !== part.length) throw new Error(`Of ${part.length} scans ${outcomes.length} were answered`)
      const byNonce = new Map(part.map(({ nonce }, place) => [nonce, outcomes[place]]))
      await this.store.change([...byNonce.keys()], (scan) => {
        const moves = byNonce.get(scan.nonce)?.moves ?? null
        return scan.own && moves !== null ? { ...scan, sealedCode: '', isTold: 1, own: { ...scan.own, moves } } : null
      })
      conflicts.push(...outcomes.filter(({ result }) => result === 'CONFLICT'))
    }
    return conflicts
  }

  /** Says how the device is. @returns whether it is locked */
  async report(battery: Pick<OwnReport, 'batteryPercent' | 'isCharging'>): Promise<boolean> {
    const rosterAt = this.heardAt === null ? null : new Date(this.heardAt).toISOString()
    return this.server.report({ ...battery, pendingScans: await this.waiting(), rosterAt })
  }

  /** The device may no longer scan: all it keeps are the scans that it could not tell. */
  async wipe(): Promise<void> {
    await this.store.wipe()
    this.word = undefined
  }
}

function storedOf(scan: ScanAsked & { passId: string | null; sealedCode: string; at: number }, decision: OfflineDecision): StoredScan {
  const { nonce, passId, sealedCode, gateId, direction, at } = scan
  const ruleId = decision.verdict === 'admitted' ? decision.ruleId : null
  const own = decision.move && { move: decision.move, at, moves: null, ruleId }
  const reason = decision.verdict === 'denied' ? decision.reason : null
  return { nonce, passId, sealedCode, gateId, direction, at, admitted: decision.verdict === 'admitted', reason, own, isTold: 0 }
}

const toldOf = ({ sealedCode: code, gateId, direction, nonce, at, admitted, reason }: StoredScan): ToldScan => ({
  code,
  gateId,
  direction,
  nonce,
  occurredAt: new Date(at).toISOString(),
  admitted,
  reason,
})
