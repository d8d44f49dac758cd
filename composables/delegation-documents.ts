import { graphql } from '#shared/generated/gql'

/** Lets somebody act for a host. */
export const nameDelegateDocument = graphql(`
  mutation NameDelegate($input: NameDelegateInput!) {
    result: nameDelegate(input: $input) {
      __typename
      ... on NameDelegateSuccess {
        profile {
          ...HostProfileFields
        }
      }
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

/** Ends what somebody may do for a host. */
export const endDelegationDocument = graphql(`
  mutation EndDelegation($input: EndDelegationInput!) {
    result: endDelegation(input: $input) {
      __typename
      ... on EndDelegationSuccess {
        delegation {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says whether the caller is told what a host is told for whom they act. */
export const setDelegationNoticesDocument = graphql(`
  mutation SetDelegationNotices($input: SetDelegationNoticesInput!) {
    result: setDelegationNotices(input: $input) {
      __typename
      ... on SetDelegationNoticesSuccess {
        delegation {
          id
          isTold
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
