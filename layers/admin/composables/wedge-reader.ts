import { readCode } from '#shared/credentials/pass-code'

/** Longest pause between two symbols of a scanner, in milliseconds; people are slower. */
const longestPause = 80

/** The same once it is clear that a pass code is being typed: slow radio scanners and busy computers stall. */
const longestInPass = 1_000

/** How every pass code begins, on either keyboard layout. */
const passStart = /^(?:GC1:|ПС1Ж)/i

/** From how many quick symbols on it is a scanner that types. */
const burst = 4

/** Shortest input that counts: a short code has ten symbols. */
const shortest = 8

/** What a key did: ended a code, belongs to a scanner's burst, or neither. */
export type WedgeEvent = { kind: 'code'; code: string } | { kind: 'burst' } | { kind: 'other' }

/** Tells a keyboard-wedge scanner from a person by its speed, and collects what it types. Spaces are part of a code. */
export class WedgeReader {
  private typed = ''
  private last = Number.NEGATIVE_INFINITY

  /** The text that the running burst has typed so far. */
  get text(): string {
    return this.typed
  }

  /**
   * One key went down.
   * @param key as in KeyboardEvent.key
   * @param at when, in milliseconds
   */
  press(key: string, at: number): WedgeEvent {
    // Shift and its like come between the symbols of a scanner.
    if (key.length > 1 && key !== 'Enter' && key !== 'Tab') return { kind: 'other' }
    if (at - this.last > (passStart.test(this.typed) ? longestInPass : longestPause)) this.typed = ''
    this.last = at
    if (key.length > 1) return this.end(key)
    this.typed += key
    return { kind: this.typed.length >= burst ? 'burst' : 'other' }
  }

  private end(key: string): WedgeEvent {
    const code = this.typed
    this.typed = ''
    // Tab also moves between fields: it ends only what is a whole pass code.
    const isCode = key === 'Enter' ? code.length >= shortest : readCode(code).kind === 'pass'
    return isCode ? { kind: 'code', code } : { kind: 'other' }
  }
}
