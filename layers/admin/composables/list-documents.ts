import { graphql } from '#shared/generated/gql'
import type { PassListQuery, VisitorListQuery } from '#shared/generated/gql/graphql'

/** A pass of the list. */
export type ListedPass = PassListQuery['visitPasses']['edges'][number]['node']

/** Passes by state, presence and site. */
export const passListDocument = graphql(`
  query PassList($first: Int, $last: Int, $after: String, $before: String, $filter: VisitPassFilter) {
    visitPasses(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          status
          presence
          type
          validFrom
          validTo
          insideSince
          revokedReason
          suspendedReason
          suspendedAt
          shortCode
          vehiclePlate
          accessRules {
            id
            name
          }
          visitor {
            id
            name
            company
          }
          appointment {
            id
            title
            timeZone
            accessRules {
              id
              name
            }
            host {
              id
              name
            }
            site {
              id
              name
            }
          }
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

/** A visitor of the list. */
export type ListedVisitor = VisitorListQuery['visitors']['edges'][number]['node']

/** Erases one for good. */
export const eraseVisitorDocument = graphql(`
  mutation EraseVisitor($input: EraseVisitorInput!) {
    result: eraseVisitor(input: $input) {
      __typename
      ... on EraseVisitorSuccess {
        receipt
      }
      ...Refusal
    }
  }
`)

/** Everything that is held of one. */
export const exportVisitorDocument = graphql(`
  mutation ExportVisitor($input: ExportVisitorInput!) {
    result: exportVisitor(input: $input) {
      __typename
      ... on ExportVisitorSuccess {
        fileName
        json
      }
      ...Refusal
    }
  }
`)

/** People who visited or will. */
export const visitorListDocument = graphql(`
  query VisitorList($first: Int, $last: Int, $after: String, $before: String, $filter: VisitorFilter) {
    visitors(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          name
          email
          phone
          company
          locale
          erased
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

/** Mails of the demo. */
export const outboxDocument = graphql(`
  query MailOutbox {
    mailOutbox {
      id
      to
      subject
      writtenAt
    }
  }
`)

/** Who comes next. */
export const arrivalsDocument = graphql(`
  query NextArrivals($first: Int!, $siteId: ID!, $from: DateTime!, $to: DateTime!) {
    appointments(first: $first, filter: { siteId: $siteId, from: $from, to: $to, status: [SCHEDULED, PENDING_APPROVAL] }) {
      edges {
        node {
          id
          title
          startsAt
          endsAt
          host {
            id
            name
          }
          room {
            id
            name
          }
          visitPasses(first: 5) {
            edges {
              node {
                id
                presence
                status
                visitor {
                  id
                  name
                  company
                }
              }
            }
          }
        }
      }
    }
  }
`)
