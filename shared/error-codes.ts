/** Where a code stands in an answer: among `errors`, or in `data` as a member of a mutation's union. */
type Place = 'errors' | 'data'

/** Every code that the API answers with. Each has its page and its texts, `apiErrors.<code>`. */
export const errorCodes = {
  UNAUTHENTICATED: 'errors',
  FORBIDDEN: 'errors',
  BAD_REQUEST: 'errors',
  BAD_USER_INPUT: 'errors',
  CURSOR_EXPIRED: 'errors',
  GRAPHQL_PARSE_FAILED: 'errors',
  GRAPHQL_VALIDATION_FAILED: 'errors',
  OPERATION_RESOLUTION_FAILURE: 'errors',
  PERSISTED_QUERY_NOT_FOUND: 'errors',
  PERSISTED_QUERY_NOT_SUPPORTED: 'errors',
  PERSISTED_QUERY_REQUIRED: 'errors',
  QUERY_TOO_COSTLY: 'errors',
  RATE_LIMITED: 'errors',
  UNAVAILABLE: 'errors',
  INTERNAL_SERVER_ERROR: 'errors',
  CONFIRMATION_REQUIRED: 'data',
  EDIT_CONFLICT: 'data',
  IDEMPOTENCY_KEY_REUSED: 'data',
  INVALID_CREDENTIALS: 'data',
  NONCE_REUSED: 'data',
  NOT_FOUND: 'data',
  PROVIDER_REQUIRED: 'data',
  SECOND_FACTOR_REQUIRED: 'data',
  TOO_MANY_ATTEMPTS: 'data',
  VALIDATION_FAILED: 'data',
} as const satisfies Record<string, Place>

/** A code that the API answers with. */
export type ErrorCode = keyof typeof errorCodes
