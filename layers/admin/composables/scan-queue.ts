import { ref, shallowRef } from 'vue'
import type { DenialReason, Direction, ScanRequirement } from '#shared/generated/gql/graphql'
import type { CheckinRow, ScannedPass } from './gate-documents'
import type { Inability } from './offline/offline-gate'

/** How a code came in. */
export type ScanWay = 'camera' | 'scanner' | 'typing' | 'name'

/** One physical scan. Its nonce stays the same however often it is sent. */
export interface Scan {
  nonce: string
  code: string
  direction: Direction
  way: ScanWay
  fulfilled: readonly ScanRequirement[]
  /** The global id of the pass of somebody who was found by name: nothing was shown, and only the server lets them through. */
  visitPassId?: string | undefined
}

/**
 * What the screen says. Only the server's answer admits, or that of an enrolled device that has lost it (`isOffline`); `silent` is the lack of
 * one, and `why` says what keeps the device from deciding by itself.
 */
export type Verdict =
  | { kind: 'admitted'; scan: Scan; checkin: CheckinRow; pass: ScannedPass; notices: readonly string[]; isOffline?: boolean }
  | {
      kind: 'denied'
      scan: Scan
      reason: DenialReason
      message: string
      checkin: CheckinRow
      pass: ScannedPass | null
      isOffline?: boolean
    }
  | { kind: 'incomplete'; scan: Scan; missing: readonly ScanRequirement[]; pass: ScannedPass; isOffline?: boolean }
  | { kind: 'refused'; scan: Scan; message: string }
  | { kind: 'silent'; scan: Scan; why?: Inability }

/** How long a verdict stays when nobody does anything, in milliseconds. Questions stay until they are answered. */
export const shownFor: Record<Verdict['kind'], number | null> = {
  admitted: 5_000,
  denied: 15_000,
  refused: 15_000,
  incomplete: null,
  silent: null,
}

/** How long a verdict stays at least before the next scan in the queue takes its place, in milliseconds. */
const shownAtLeast = 1_200

/** Pauses before a scan without an answer is sent again, in milliseconds; the last one repeats. */
const retryPauses = [1_000, 2_000, 4_000]

type Timer = ReturnType<typeof setTimeout> | undefined

/**
 * The scans of one screen: one is asked at a time, the others wait their turn. A scan without an answer is sent again
 * with its nonce until it is answered or given up; meanwhile nobody is admitted.
 */
export class ScanQueue {
  /** What is shown; null when ready. */
  readonly verdict = shallowRef<Verdict | null>(null)
  readonly isChecking = ref(false)
  readonly waiting = shallowRef<readonly Scan[]>([])
  private shownSince = 0
  private failures = 0
  private isHeld = false
  private timer: Timer

  constructor(
    private readonly ask: (scan: Scan) => Promise<Verdict>,
    private readonly onVerdict: (verdict: Verdict) => void,
  ) {}

  /**
   * A code came in, or somebody was found by name. The same shown again while its question is open is the same scan.
   * @param visitPassId of whom was found by name
   */
  submit(code: string, direction: Direction, way: ScanWay, visitPassId?: string): void {
    const open = this.verdict.value
    const isOpen = open?.kind === 'incomplete' || open?.kind === 'silent'
    if (code === '' || (isOpen && open.scan.code === code && open.scan.direction === direction)) return
    this.waiting.value = [...this.waiting.value, { nonce: crypto.randomUUID(), code, direction, way, fulfilled: [], visitPassId }]
    this.advance()
  }

  /** The steward has seen to what was missing: the same scan goes on. */
  confirm(): void {
    const open = this.verdict.value
    if (open?.kind !== 'incomplete' || this.isChecking.value) return
    void this.decide({ ...open.scan, fulfilled: [...open.scan.fulfilled, ...open.missing] })
  }

  /** Sends a scan that has no answer again, with its own nonce. */
  retry(scan?: Scan): void {
    const open = this.verdict.value
    const again = scan ?? (open?.kind === 'silent' ? open.scan : undefined)
    if (again && !this.isChecking.value) void this.decide(again)
  }

  /** Clears the screen: the next scan, or ready. */
  dismiss(): void {
    if (this.isChecking.value) return
    this.show(null)
    this.advance()
  }

  /** While something is open in front of the verdict it stays and the others wait. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    if (isHeld) return clearTimeout(this.timer)
    this.wait()
    if (!this.verdict.value) this.advance()
  }

  /** Shows an answer that was got another way (an override). */
  show(verdict: Verdict | null): void {
    this.verdict.value = verdict
    this.shownSince = Date.now()
    this.failures = verdict?.kind === 'silent' ? this.failures + 1 : 0
    if (verdict) this.onVerdict(verdict)
    this.wait()
  }

  /** Ends its timers. */
  close(): void {
    this.isHeld = true
    clearTimeout(this.timer)
  }

  private advance(): void {
    const [next, ...rest] = this.waiting.value
    if (!next || this.isChecking.value || this.isHeld) return
    const shown = this.verdict.value
    if (shown && shownFor[shown.kind] === null) return
    if (shown && Date.now() - this.shownSince < shownAtLeast) return this.wait()
    this.waiting.value = rest
    void this.decide(next)
  }

  private async decide(scan: Scan): Promise<void> {
    clearTimeout(this.timer)
    this.isChecking.value = true
    const verdict = await this.ask(scan)
    this.isChecking.value = false
    this.show(verdict)
  }

  private wait(): void {
    clearTimeout(this.timer)
    const shown = this.verdict.value
    if (!shown || this.isHeld) return
    if (shown.kind === 'silent') {
      this.timer = setTimeout(() => this.retry(), retryPauses[Math.min(this.failures, retryPauses.length) - 1])
      return
    }
    const whole = this.waiting.value.length > 0 ? shownAtLeast : shownFor[shown.kind]
    if (whole === null || shownFor[shown.kind] === null) return
    this.timer = setTimeout(
      () => (this.waiting.value.length > 0 ? this.advance() : this.dismiss()),
      Math.max(0, whole - (Date.now() - this.shownSince)),
    )
  }
}
