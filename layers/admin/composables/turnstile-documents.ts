import { graphql } from '#shared/generated/gql'
import type { TurnstilePageQuery, TurnstileStateQuery } from '#shared/generated/gql/graphql'

/** A controller of the list. */
export type ListedTurnstile = TurnstilePageQuery['accessControllers'][number]

/** What one controller holds otherwise than it should, and what it told. */
export type TurnstileState = Extract<NonNullable<TurnstileStateQuery['node']>, { __typename: 'AccessController' }>

/** A secret, as it is shown once. */
export interface ShownSecret {
  name: string
  /** Where the controller tells what happens: by that its vendor knows which it is. */
  tellsAt: string
  secret: string
}

/** Controllers with how they stand. */
export const turnstilePageDocument = graphql(`
  query TurnstilePage {
    accessControllers {
      id
      name
      driver
      server
      site {
        id
        name
        timeZone
      }
      readers {
        key
        direction
        gate {
          id
          name
        }
      }
      revokedAt
      lastSeenAt
      forgedAt
      clockOffset
      syncedAt
      problem
      strangers
      wantedCredentials
      heldCredentials
    }
  }
`)

/** One controller in depth. */
export const turnstileStateDocument = graphql(`
  query TurnstileState($id: ID!) {
    node(id: $id) {
      __typename
      ... on AccessController {
        id
        keepsCards
        keepsPlates
        differences {
          kind
          cards
          plates
          problem
          attempts
          since
          visitPassId
        }
        events {
          kind
          outcome
          reader
          happenedAt
          clockOffset
          repeats
        }
      }
    }
  }
`)

/** Connects a controller. */
export const addTurnstileDocument = graphql(`
  mutation AddTurnstile($input: AddAccessControllerInput!) {
    result: addAccessController(input: $input) {
      __typename
      ... on AddAccessControllerSuccess {
        secret
        accessController {
          id
          name
          tellsAt
        }
      }
      ...Refusal
    }
  }
`)

/** Changes a controller. */
export const changeTurnstileDocument = graphql(`
  mutation ChangeTurnstile($input: ChangeAccessControllerInput!) {
    result: changeAccessController(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Makes a new secret for a controller. */
export const rotateTurnstileSecretDocument = graphql(`
  mutation RotateTurnstileSecret($input: RotateAccessControllerSecretInput!) {
    result: rotateAccessControllerSecret(input: $input) {
      __typename
      ... on RotateAccessControllerSecretSuccess {
        secret
        accessController {
          id
          name
          tellsAt
        }
      }
      ...Refusal
    }
  }
`)

/** Revokes a controller. */
export const revokeTurnstileDocument = graphql(`
  mutation RevokeTurnstile($input: RevokeAccessControllerInput!) {
    result: revokeAccessController(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Removes a controller that was revoked. */
export const removeTurnstileDocument = graphql(`
  mutation RemoveTurnstile($input: RemoveAccessControllerInput!) {
    result: removeAccessController(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Has a controller brought up to date. */
export const syncTurnstileDocument = graphql(`
  mutation SyncTurnstile($input: SyncAccessControllerInput!) {
    result: syncAccessController(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Opens a turnstile by hand. */
export const openTurnstileDocument = graphql(`
  mutation OpenTurnstile($input: OpenTurnstileInput!) {
    result: openTurnstile(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
