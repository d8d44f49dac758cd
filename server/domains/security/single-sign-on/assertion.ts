/** What a provider said of a person, after everything about it was proved. */
export interface Assertion {
  issuer: string
  subject: string
  /** Lower case; null where the provider named none that could be one. */
  email: string | null
  isEmailVerified: boolean
  name: string | null
  /** The provider says that it asked for a second factor. */
  hasSecondFactor: boolean
}

/** Why a provider could not be asked, or its answer was not taken. */
export type ProviderProblem =
  | 'UNREACHABLE'
  | 'NOT_A_PROVIDER'
  | 'REFUSED'
  | 'INVALID_ANSWER'
  | 'EMAIL_MISSING'
  | 'EMAIL_UNVERIFIED'
  | 'DOMAIN_UNVERIFIED'
  | 'NOT_A_MEMBER'
  | 'SUSPENDED'
  | 'OTHER_IDENTITY'

/** What a provider answered that could not be taken. `detail` is a word of the protocol, never a value. */
export class ProviderError extends Error {
  override name = 'ProviderError'
  constructor(
    readonly problem: ProviderProblem,
    readonly detail: string | null = null,
  ) {
    super(`A provider's answer was not taken: ${problem}${detail ? ` (${detail})` : ''}`)
  }
}
