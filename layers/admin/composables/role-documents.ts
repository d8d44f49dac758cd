import { graphql } from '#shared/generated/gql'
import type { RoleDetailsQuery, RolePageQuery } from '#shared/generated/gql/graphql'

/** A role of the list of roles. */
export type RoleOfPage = RolePageQuery['roles']['edges'][number]['node']

/** A role as its own page shows it. */
export type RoleDetails = Extract<NonNullable<RoleDetailsQuery['node']>, { __typename: 'Role' }>

/** Roles by kind and a part of the name. */
export const rolePageDocument = graphql(`
  query RolePage($first: Int, $last: Int, $after: String, $before: String, $filter: RoleFilter) {
    roles(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          key
          name
          isBuiltIn
          mayGrant
          permissions
          holderCount
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

/** One role. */
export const roleDetailsDocument = graphql(`
  query RoleDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on Role {
        id
        key
        name
        isBuiltIn
        mayGrant
        permissions
      }
    }
  }
`)

/** Makes a role. */
export const createRoleDocument = graphql(`
  mutation CreateRole($input: CreateRoleInput!) {
    result: createRole(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a role. */
export const updateRoleDocument = graphql(`
  mutation UpdateRole($input: UpdateRoleInput!) {
    result: updateRole(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Deletes a role. */
export const deleteRoleDocument = graphql(`
  mutation DeleteRole($input: DeleteRoleInput!) {
    result: deleteRole(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
