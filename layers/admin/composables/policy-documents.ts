import { graphql } from '#shared/generated/gql'

/** What the organization asks of how its people sign in. */
export const securityPolicyDocument = graphql(`
  query SecurityPolicy {
    securityPolicy {
      passwordMinimum
      secondFactor
      guestAccess
      persistedDocumentsOnly
      roleIds
    }
  }
`)

/** Changes it. */
export const changeSecurityPolicyDocument = graphql(`
  mutation ChangeSecurityPolicy($input: ChangeSecurityPolicyInput!) {
    result: changeSecurityPolicy(input: $input) {
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
