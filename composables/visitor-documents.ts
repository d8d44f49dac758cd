import { graphql } from '#shared/generated/gql'

/** Shows how to reach a visitor; that it was looked at is noted. */
export const revealContactDocument = graphql(`
  mutation RevealVisitorContact($input: RevealVisitorContactInput!) {
    revealVisitorContact(input: $input) {
      __typename
      ... on RevealVisitorContactSuccess {
        email
        phone
      }
      ... on UserError {
        message
      }
    }
  }
`)
