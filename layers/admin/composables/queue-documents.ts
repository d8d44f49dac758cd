import { graphql } from '#shared/generated/gql'

/** Visits of a site that are on or begin soon, with those who are to come. */
export const entryQueueDocument = graphql(`
  query EntryQueue($siteId: ID!, $from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {
    appointments(first: $first, after: $after, filter: { siteId: $siteId, from: $from, to: $to, status: [SCHEDULED, PENDING_APPROVAL] }) {
      pageInfo {
        hasNextPage
        endCursor
      }
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
          visitPasses(first: 20) {
            edges {
              node {
                id
                presence
                status
                reply
                lateMinutes
                hereAt
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

/** That something about a visit is otherwise. */
export const visitNewsDocument = graphql(`
  subscription VisitNews($siteId: ID, $after: String) {
    visitActivity(siteId: $siteId, after: $after) {
      cursor
      visitPass {
        id
      }
    }
  }
`)
