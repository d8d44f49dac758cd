import { graphql } from '#shared/generated/gql'
import type { VisitorExportsQuery } from '#shared/generated/gql/graphql'

/** Files of many visitors that were asked for. */
export const visitorExportsDocument = graphql(`
  query VisitorExports($last: Int, $before: String) {
    visitorExports(last: $last, before: $before) {
      edges {
        node {
          id
          status
          reason
          registeredFrom
          registeredBefore
          rows
          requestedBy
          requestedAt
          decidedBy
          decidedAt
          endedAt
          isOwn
          mayDecide
          mayWithdraw
          fetchableUntil
          path
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`)

/** A file of many visitors on the page. */
export type ListedExport = VisitorExportsQuery['visitorExports']['edges'][number]['node']

/** What a file of the visitors of a period would take. */
export const visitorExportTermsDocument = graphql(`
  query VisitorExportTerms($registeredFrom: DateTime, $registeredTo: DateTime) {
    visitorExportTerms(registeredFrom: $registeredFrom, registeredTo: $registeredTo) {
      rows
      needsSecondPerson
      deciders
      limit {
        rows
        holding
        holdsFrom
      }
    }
  }
`)

/** Asks for a file of many visitors. */
export const requestVisitorExportDocument = graphql(`
  mutation RequestVisitorExport($input: RequestVisitorExportInput!) {
    result: requestVisitorExport(input: $input) {
      __typename
      ... on RequestVisitorExportSuccess {
        visitorExportRequest {
          id
          status
        }
      }
      ...Refusal
    }
  }
`)

/** Agrees to a file of many visitors. */
export const approveVisitorExportDocument = graphql(`
  mutation ApproveVisitorExport($input: ApproveVisitorExportInput!) {
    result: approveVisitorExport(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Declines a file of many visitors. */
export const declineVisitorExportDocument = graphql(`
  mutation DeclineVisitorExport($input: DeclineVisitorExportInput!) {
    result: declineVisitorExport(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Takes a file of many visitors back. */
export const withdrawVisitorExportDocument = graphql(`
  mutation WithdrawVisitorExport($input: WithdrawVisitorExportInput!) {
    result: withdrawVisitorExport(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Sets from how many visitors on a second person is asked. */
export const setVisitorExportLimitDocument = graphql(`
  mutation SetVisitorExportLimit($input: SetVisitorExportLimitInput!) {
    result: setVisitorExportLimit(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
