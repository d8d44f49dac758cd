import { graphql } from '#shared/generated/gql'

/** The provider for an address or an organization. */
export const signInProviderDocument = graphql(`
  query SignInProvider($email: String, $organization: String) {
    signInProvider(email: $email, organization: $organization) {
      name
      organizationCode
    }
  }
`)

/** Finishes a sign-in by a provider with a code. */
export const completeProviderSignInDocument = graphql(`
  mutation CompleteProviderSignIn($input: CompleteProviderSignInInput!) {
    result: completeProviderSignIn(input: $input) {
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
