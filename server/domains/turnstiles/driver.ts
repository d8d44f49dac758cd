import type { IdentifierKind } from '#shared/credentials/identifiers'
import type { ControllerProblem, CredentialProblem } from '../../generated/prisma/enums'
import type { Credential } from './credential'

/** What became of credentials that were sent: those that the controller did not take, and why. */
export type Refused = ReadonlyMap<string, CredentialProblem>

/** A credential as the controller says that it holds it. */
export interface Held {
  /** The id of the pass. */
  id: string
  /** The version that it was given with. */
  version: string
}

/** What a controller says of itself when it is asked what it holds. */
export interface Listing {
  held: Held[]
  /** What it can know a pass by beside its code: it is given no other. */
  keeps: ReadonlySet<IdentifierKind>
}

/**
 * What the product asks of a controller (`docs/access-controllers.md`). Everything may be asked twice: the second time changes nothing.
 * Each throws {@link DriverFailed} where the controller did not answer as it should; then nothing is known of what it did.
 */
export interface ControllerDriver {
  /** Gives it credentials, instead of those with the same ids. */
  put: (credentials: readonly Credential[]) => Promise<Refused>
  /** Takes credentials away, also such as it does not have. */
  delete: (ids: readonly string[]) => Promise<void>
  /** Everything that it holds, and what it keeps beside codes. */
  list: () => Promise<Listing>
  /** Opens once at a reader, for whoever stands there. */
  open: (reader: string) => Promise<void>
  /** Lets go of its connection, where it keeps one. */
  close: () => Promise<void>
}

/** How many credentials are sent at once. */
export const mostAtOnce = 100

/** A controller did not do what it was asked. Says why in one word: what it answered may hold anything. */
export class DriverFailed extends Error {
  constructor(readonly problem: ControllerProblem) {
    super(`An access controller did not answer as it should: ${problem}`)
    this.name = 'DriverFailed'
  }
}
