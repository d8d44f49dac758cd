import { graphql } from '#shared/generated/gql'
import type { VisitorFileFactsFragment } from '#shared/generated/gql/graphql'

/** What is known of a photo or a document. */
export type VisitorFileFacts = VisitorFileFactsFragment

graphql(`
  fragment VisitorFileFacts on VisitorFile {
    id
    kind
    status
    rejection
    reason
    contentType
    bytes
    pages
    approved
    uploadedAt
    scannedAt
  }
`)

/** The photo and the documents of a visitor: which there are. */
export const visitorFilesDocument = graphql(`
  query VisitorFiles($visitorId: ID!) {
    node(id: $visitorId) {
      __typename
      ... on Visitor {
        id
        files {
          ...VisitorFileFacts
        }
      }
    }
  }
`)

/** Shows them; noted in the audit log. */
export const revealVisitorFilesDocument = graphql(`
  mutation RevealVisitorFiles($input: RevealVisitorFilesInput!) {
    result: revealVisitorFiles(input: $input) {
      __typename
      ... on RevealVisitorFilesSuccess {
        files {
          url
          previewUrl
          downloadUrl
          visitorFile {
            id
          }
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Takes one for good. */
export const approveVisitorFileDocument = graphql(`
  mutation ApproveVisitorFile($input: ApproveVisitorFileInput!) {
    result: approveVisitorFile(input: $input) {
      __typename
      ... on ApproveVisitorFileSuccess {
        visitorFile {
          ...VisitorFileFacts
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says no to one. */
export const rejectVisitorFileDocument = graphql(`
  mutation RejectVisitorFile($input: RejectVisitorFileInput!) {
    result: rejectVisitorFile(input: $input) {
      __typename
      ... on RejectVisitorFileSuccess {
        visitorFile {
          ...VisitorFileFacts
        }
      }
      ...Refusal
    }
  }
`)
