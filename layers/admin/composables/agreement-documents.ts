import { graphql } from '#shared/generated/gql'
import type { AgreementDetailsQuery } from '#shared/generated/gql/graphql'

/** An agreement as its own page shows it. */
export type AgreementDetails = Extract<NonNullable<AgreementDetailsQuery['node']>, { __typename: 'Agreement' }>

/** A signature under an agreement. */
export type SignatureOfPage = AgreementDetails['signatures']['edges'][number]['node']

/** Agreements in use, or those that were put away. */
export const agreementPageDocument = graphql(`
  query AgreementPage($isArchived: Boolean!) {
    agreements(first: 100, filter: { isArchived: $isArchived }) {
      edges {
        node {
          id
          name
          version
          validMonths
          archivedAt
        }
      }
    }
  }
`)

/** One agreement with its versions, and a page of who signed it. */
export const agreementDetailsDocument = graphql(`
  query AgreementDetails($id: ID!, $first: Int, $last: Int, $after: String, $before: String) {
    node(id: $id) {
      __typename
      ... on Agreement {
        id
        name
        version
        validMonths
        archivedAt
        versions {
          number
          publishedAt
          title {
            ru
            en
          }
          text {
            ru
            en
          }
        }
        signatures(first: $first, last: $last, after: $after, before: $before) {
          edges {
            node {
              id
              name
              version
              language
              signedAt
              documentPath
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
    }
  }
`)

/** Makes an agreement. */
export const createAgreementDocument = graphql(`
  mutation CreateAgreement($input: CreateAgreementInput!) {
    result: createAgreement(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Names an agreement and says how long signatures count. */
export const updateAgreementDocument = graphql(`
  mutation UpdateAgreement($input: UpdateAgreementInput!) {
    result: updateAgreement(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Publishes another version. */
export const publishAgreementDocument = graphql(`
  mutation PublishAgreement($input: PublishAgreementInput!) {
    result: publishAgreement(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Puts an agreement away. */
export const archiveAgreementDocument = graphql(`
  mutation ArchiveAgreement($input: ArchiveAgreementInput!) {
    result: archiveAgreement(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Takes an agreement into use again. */
export const restoreAgreementDocument = graphql(`
  mutation RestoreAgreement($input: RestoreAgreementInput!) {
    result: restoreAgreement(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
