import { graphql } from '#shared/generated/gql'

/** A part of what a gate decides by without a connection. */
export const offlineRosterDocument = graphql(`
  query OfflineRoster($gateId: ID!, $after: String) {
    offlineRoster(gateId: $gateId, after: $after) {
      cursor
      hasMore
      restarts
      lines {
        passId
        until
        sealed
        reason
      }
      gone
      plan
      serverTime
    }
  }
`)

/** What the device says of itself. */
export const reportDeviceDocument = graphql(`
  mutation ReportDevice($input: ReportDeviceInput!) {
    reportDevice(input: $input) {
      __typename
      ... on ReportDeviceSuccess {
        isLocked
      }
      ...Refusal
    }
  }
`)

/** What was decided without a connection is told. */
export const uploadScansDocument = graphql(`
  mutation UploadScans($input: UploadScansInput!) {
    uploadScans(input: $input) {
      __typename
      ... on UploadScansSuccess {
        checkins {
          id
          result
          reason
          visitPass {
            id
            moves
            visitor {
              id
              name
            }
          }
        }
      }
      ...Refusal
    }
  }
`)
