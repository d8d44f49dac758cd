import { graphql } from '#shared/generated/gql'
import type { ProvisioningQuery } from '#shared/generated/gql/graphql'

/** A token of the directory, without itself. */
export type ShownToken = ProvisioningQuery['provisioningTokens'][number]

/** A group of the directory. */
export type ShownGroup = ProvisioningQuery['provisionedGroups'][number]

/** What the organization's directory is given, and has sent. */
export const provisioningDocument = graphql(`
  query Provisioning {
    provisioningUrl
    provisioningTokens {
      id
      hint
      createdAt
      expiresAt
      revokedAt
      lastUsedAt
    }
    provisionedGroups {
      id
      displayName
      memberCount
      roles {
        id
        key
        name
        isBuiltIn
      }
      grownRoles {
        id
        key
        name
        isBuiltIn
      }
    }
  }
`)

/** Makes a token for the directory. */
export const createProvisioningTokenDocument = graphql(`
  mutation CreateProvisioningToken($input: CreateProvisioningTokenInput!) {
    result: createProvisioningToken(input: $input) {
      __typename
      ... on CreateProvisioningTokenSuccess {
        token
      }
      ...Refusal
    }
  }
`)

/** Withdraws a token of the directory. */
export const revokeProvisioningTokenDocument = graphql(`
  mutation RevokeProvisioningToken($input: RevokeProvisioningTokenInput!) {
    result: revokeProvisioningToken(input: $input) {
      __typename
      ... on RevokeProvisioningTokenSuccess {
        provisioningToken {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says which roles a group brings. */
export const setGroupRolesDocument = graphql(`
  mutation SetGroupRoles($input: SetGroupRolesInput!) {
    result: setGroupRoles(input: $input) {
      __typename
      ... on SetGroupRolesSuccess {
        group {
          id
        }
      }
      ...Refusal
    }
  }
`)
