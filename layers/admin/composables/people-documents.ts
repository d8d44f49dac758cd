import { graphql } from '#shared/generated/gql'
import type { MemberListQuery, RoleListQuery } from '#shared/generated/gql/graphql'

/** A person of the list. */
export type ListedMember = MemberListQuery['members']['edges'][number]['node']

/** A role that people can hold. */
export type ListedRole = RoleListQuery['roles']['edges'][number]['node']

/** People by state, role and a part of the name. */
export const memberListDocument = graphql(`
  query MemberList($first: Int, $last: Int, $after: String, $before: String, $filter: MemberFilter, $orderBy: MemberOrder) {
    members(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: $orderBy) {
      edges {
        node {
          id
          name
          email
          status
          isSelf
          hasSecondFactor
          department {
            id
            name
          }
          createdAt
          roles {
            id
            key
            name
            isBuiltIn
            mayGrant
          }
          narrowedRoles {
            role {
              id
              key
              name
              isBuiltIn
              mayGrant
            }
            site {
              id
              name
            }
            department {
              id
              name
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`)

/** Roles of the organization. */
export const roleListDocument = graphql(`
  query RoleList {
    roles(first: 100) {
      edges {
        node {
          id
          key
          name
          isBuiltIn
          mayGrant
          permissions
        }
      }
    }
  }
`)

/** Takes a lost second factor from somebody. */
export const resetSecondFactorDocument = graphql(`
  mutation ResetSecondFactor($input: ResetSecondFactorInput!) {
    result: resetSecondFactor(input: $input) {
      __typename
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Shuts somebody out. */
export const suspendUserDocument = graphql(`
  mutation SuspendUser($input: SuspendUserInput!) {
    result: suspendUser(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Lets somebody in again. */
export const restoreUserDocument = graphql(`
  mutation RestoreUser($input: RestoreUserInput!) {
    result: restoreUser(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Gives somebody their roles. */
export const changeUserRolesDocument = graphql(`
  mutation ChangeUserRoles($input: ChangeUserRolesInput!) {
    result: changeUserRoles(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Invites somebody by mail. */
export const inviteUserDocument = graphql(`
  mutation InviteUser($input: InviteUserInput!) {
    result: inviteUser(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Mails somebody a one-time link. */
export const resetUserPasswordDocument = graphql(`
  mutation ResetUserPassword($input: ResetUserPasswordInput!) {
    result: resetUserPassword(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
