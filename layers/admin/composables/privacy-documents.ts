import { graphql } from '#shared/generated/gql'

/** How long visitors and their files are kept, and who was erased. */
export const privacyDocument = graphql(`
  query Privacy($first: Int, $last: Int, $after: String, $before: String) {
    retentionPolicy {
      contactDays
      visitorDays
    }
    filePolicy {
      photoDays
      identityDays
      insuranceDays
      otherDays
      scanRequired
      hasVirusScanner
    }
    erasures(first: $first, last: $last, after: $after, before: $before) {
      edges {
        node {
          id
          receipt
          reason
          erasedAt
          recordedAt
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

/** Sets how long visitors are kept. */
export const setRetentionPolicyDocument = graphql(`
  mutation SetRetentionPolicy($input: SetRetentionPolicyInput!) {
    result: setRetentionPolicy(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Sets how long files of visitors are kept. */
export const setFilePolicyDocument = graphql(`
  mutation SetFilePolicy($input: SetFilePolicyInput!) {
    result: setFilePolicy(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
