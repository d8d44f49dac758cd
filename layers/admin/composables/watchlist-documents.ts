import { graphql } from '#shared/generated/gql'
import type { WatchlistEntriesQuery, WatchlistMatchesQuery } from '#shared/generated/gql/graphql'

/** Somebody of the list. */
export type ListedEntry = WatchlistEntriesQuery['watchlistEntries']['edges'][number]['node']

/** A visitor who may be somebody of the list. */
export type ListedMatch = WatchlistMatchesQuery['watchlistMatches']['edges'][number]['node']

/** What waits: whether there is anything to decide. */
export const watchlistWaitingDocument = graphql(`
  query WatchlistWaiting {
    watchlistMatches(first: 100, filter: { status: [OPEN] }) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    watchlistEntries(first: 100, filter: { waits: true }) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`)

/** Visitors who may be somebody of the list. */
export const watchlistMatchesDocument = graphql(`
  query WatchlistMatches($first: Int, $last: Int, $after: String, $before: String, $filter: WatchlistMatchFilter) {
    watchlistMatches(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          status
          score
          reasons {
            code
            text
          }
          foundAt
          firstBy
          firstAt
          decidedBy
          decidedAt
          note
          waitsForAnother
          entry {
            id
            name
            aliases
            email
            phone
            company
            reason
            action
            status
            site {
              id
              name
            }
          }
          visitor {
            id
            name
            email
            phone
            company
            erased
          }
          visitPasses {
            id
            validFrom
            appointment {
              id
              startsAt
              timeZone
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

/** People of the list. */
export const watchlistEntriesDocument = graphql(`
  query WatchlistEntries($first: Int, $last: Int, $after: String, $before: String, $filter: WatchlistFilter) {
    watchlistEntries(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          name
          aliases
          email
          phone
          company
          reason
          action
          status
          proposal
          proposedBy
          proposedAt
          mayConfirm
          validUntil
          createdBy
          createdAt
          site {
            id
            name
          }
          visitor {
            id
            name
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

/** Lists of names that were brought in, the newest. */
export const watchlistImportsDocument = graphql(`
  query WatchlistImports {
    watchlistImports(last: 10) {
      edges {
        node {
          id
          createdBy
          createdAt
          added
          duplicates
          waiting
          mayConfirm
        }
      }
    }
  }
`)

/** How the list is kept. */
export const watchlistPolicyDocument = graphql(`
  query WatchlistPolicy {
    watchlistPolicy {
      threshold
      waitingText
    }
  }
`)
