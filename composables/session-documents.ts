import { graphql } from '#shared/generated/gql'
import type { OwnSessionsQuery } from '#shared/generated/gql/graphql'

/** A session of the list. */
export type OwnSession = OwnSessionsQuery['sessions']['edges'][number]['node']

/** Where the reader is signed in. */
export const ownSessionsDocument = graphql(`
  query OwnSessions($first: Int!, $after: String) {
    sessions(first: $first, after: $after) {
      edges {
        node {
          id
          browser
          system
          ip
          createdAt
          lastSeenAt
          isCurrent
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** Ends one of them. */
export const revokeSessionDocument = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    revokeSession(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Ends all but this one. */
export const revokeOtherSessionsDocument = graphql(`
  mutation RevokeOtherSessions {
    revokeOtherSessions
  }
`)

/** Ends the entry of a platform administrator before its time. */
export const leaveOrganizationDocument = graphql(`
  mutation LeaveOrganization {
    leaveOrganization
  }
`)

/** Makes another organization the one that the session acts in. */
export const switchOrganizationDocument = graphql(`
  mutation SwitchOrganization($input: SwitchOrganizationInput!) {
    result: switchOrganization(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
