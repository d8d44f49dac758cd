import { createHash, createHmac } from 'node:crypto'

/** What the server gives of a pass. */
export interface StoredCredential {
  id: string
  version: string
  code: string
  entry: { readers: string[]; from: string; until: string; times: number | null } | null
  exit: { readers: string[] }
  cards?: KnownNumbers
  plates?: KnownNumbers
}

/** Of a code that changes what does not: the first 145 symbols. */
const lastingOf = (code: string): string => (code.startsWith('GC1:') ? code.slice(0, 145) : code)

/** Cards or plates by which a credential is known at some readers. */
export interface KnownNumbers {
  hashes: string[]
  readers: string[]
}

/** How a card or a plate was read, and where a credential names such. */
const kinds = [
  { prefix: 'CARD:', kind: 'card', of: (one: StoredCredential) => one.cards },
  { prefix: 'PLATE:', kind: 'plate', of: (one: StoredCredential) => one.plates },
]

/** What a controller decided by itself. */
export interface OwnDecision {
  credential: StoredCredential | null
  reason: 'UNKNOWN_CODE' | 'NOT_YET_VALID' | 'EXPIRED' | 'ALREADY_USED' | 'WRONG_GATE' | null
}

/** Credentials as the memory of a controller holds them. It may be full, and refuse some. */
export class CredentialStore {
  readonly held = new Map<string, StoredCredential>()
  /** How often each was used up here since it was given. */
  private readonly used = new Map<string, number>()
  /** How many fit. */
  room = 50_000
  /** Credentials that were given, in order: id and version. */
  readonly given: string[] = []

  private readonly secret: string

  /** @param secret of the controller: by it numbers are known */
  constructor(secret: string) {
    this.secret = secret
  }

  /** Takes credentials. @returns those that do not fit */
  put(credentials: readonly StoredCredential[]): { id: string; problem: string }[] {
    const refused: { id: string; problem: string }[] = []
    for (const credential of credentials) {
      if (!this.held.has(credential.id) && this.held.size >= this.room) {
        refused.push({ id: credential.id, problem: 'full' })
        continue
      }
      this.held.set(credential.id, credential)
      this.used.delete(credential.id)
      this.given.push(`${credential.id} ${credential.version}`)
    }
    return refused
  }

  /** Forgets credentials, also such as it does not have. */
  delete(ids: readonly string[]): void {
    for (const id of ids) this.held.delete(id)
  }

  /** Finds a credential by a code, or by a card or a plate where the reader believes such. */
  private find(code: string, reader: string): StoredCredential | null {
    const all = [...this.held.values()]
    const number = kinds.find(({ prefix }) => code.startsWith(prefix))
    if (!number) {
      const hash = createHash('sha256').update(lastingOf(code)).digest('base64')
      return all.find((one) => one.code === hash) ?? null
    }
    const value = code
      .slice(number.prefix.length)
      .toUpperCase()
      .replaceAll(/[\s:;.,_-]/g, '')
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64')
    const hash = createHmac('sha256', key).update(`${number.kind}:${value}`).digest('base64')
    return all.find((one) => number.of(one)?.hashes.includes(hash) && number.of(one)?.readers.includes(reader)) ?? null
  }

  /** Decides about a code at a reader, by what is held alone. */
  decide(code: string, reader: string, at: number): OwnDecision {
    const credential = this.find(code, reader)
    if (!credential) return { credential, reason: 'UNKNOWN_CODE' }
    if (credential.exit.readers.includes(reader)) return { credential, reason: null }
    const { entry } = credential
    if (!entry?.readers.includes(reader)) return { credential, reason: 'WRONG_GATE' }
    if (at < Date.parse(entry.from)) return { credential, reason: 'NOT_YET_VALID' }
    if (at >= Date.parse(entry.until)) return { credential, reason: 'EXPIRED' }
    const used = this.used.get(credential.id) ?? 0
    return { credential, reason: entry.times !== null && used >= entry.times ? 'ALREADY_USED' : null }
  }

  /** Notes that somebody went in by a credential. */
  use(id: string): void {
    this.used.set(id, (this.used.get(id) ?? 0) + 1)
  }
}
