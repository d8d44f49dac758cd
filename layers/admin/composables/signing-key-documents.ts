import { graphql } from '#shared/generated/gql'
import type { SigningKeysQuery } from '#shared/generated/gql/graphql'

/** A key by which passes are signed. */
export type PassKey = SigningKeysQuery['signingKeys'][number]

/** The keys by which passes are or were signed. */
export const signingKeysDocument = graphql(`
  query SigningKeys {
    signingKeys {
      keyId
      state
      createdAt
      signsFrom
      retiredAt
      revokedAt
    }
  }
`)

/** Makes a new key. */
export const rotateSigningKeyDocument = graphql(`
  mutation RotateSigningKey {
    result: rotateSigningKey {
      __typename
      ...Refusal
    }
  }
`)

/** Withdraws a key. */
export const revokeSigningKeyDocument = graphql(`
  mutation RevokeSigningKey($input: RevokeSigningKeyInput!) {
    result: revokeSigningKey(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
