import { graphql } from '#shared/generated/gql'

/** What a one-time link is for. */
export const accountLinkDocument = graphql(`
  query AccountLink($token: String!) {
    accountLink(token: $token) {
      purpose
      email
      organizationName
      asksForPassword
      passwordMinimum
    }
  }
`)

/** Uses it. */
export const setPasswordDocument = graphql(`
  mutation SetPassword($input: SetPasswordInput!) {
    setPassword(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
