import { graphql } from '#shared/generated/gql'

/** Makes a service client. */
export const createServiceClientDocument = graphql(`
  mutation CreateServiceClient($input: CreateServiceClientInput!) {
    result: createServiceClient(input: $input) {
      __typename
      ... on CreateServiceClientSuccess {
        secret
        serviceClient {
          id
          oauthName
        }
      }
      ...Refusal
    }
  }
`)

/** Withdraws a service client. */
export const revokeServiceClientDocument = graphql(`
  mutation RevokeServiceClient($input: RevokeServiceClientInput!) {
    result: revokeServiceClient(input: $input) {
      __typename
      ... on RevokeServiceClientSuccess {
        serviceClient {
          id
        }
      }
      ...Refusal
    }
  }
`)
