import type { AppointmentRow } from './rows'

/** Codes of failures that end an operation instead of being data: they go to `errors[].extensions.code`. */
export type RefusalCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'UNAVAILABLE' | 'CURSOR_EXPIRED'

/**
 * The caller may not ask for this at all (as opposed to a {@link Failure}, which is an answer).
 * The message is safe to show and already in the reader's language.
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly extensions: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }
}

/** What is wrong with one field of an input. `path` names it as the input does. */
export interface FieldError {
  path: string[]
  message: string
}

/** The GraphQL types that implement `UserError`. */
export type FailureType =
  | 'ValidationFailed'
  | 'NotFound'
  | 'EditConflict'
  | 'QuotaReached'
  | 'IdempotencyKeyReused'
  | 'NonceReused'
  | 'InvalidCredentials'
  | 'SecondFactorRequired'
  | 'ConfirmationRequired'
  | 'ProviderRequired'
  | 'TooManyAttempts'

/** An expected failure: a value that a use-case returns, a member of the mutation's result union. */
export interface Failure {
  readonly failure: FailureType
  readonly code: string
  readonly message: string
  readonly path: string[] | null
  readonly fields?: FieldError[]
  readonly retryAfterSeconds?: number
  /** What somebody else has made of the visit meanwhile. */
  readonly current?: AppointmentRow
}

/** Whether a use-case answered with an expected failure. */
export const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && 'failure' in value && typeof value.failure === 'string'
