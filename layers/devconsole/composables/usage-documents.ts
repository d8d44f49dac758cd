import { graphql } from '#shared/generated/gql'
import type { ApplicationUsageQuery } from '#shared/generated/gql/graphql'

/** An application with its usage and its requests. */
export type UsedApplication = Extract<NonNullable<ApplicationUsageQuery['node']>, { __typename: 'Application' }>

/** What an application asked for: sums of a period, and a page of single requests. */
export const applicationUsageDocument = graphql(`
  query ApplicationUsage($id: ID!, $period: ApiUsagePeriod!, $first: Int!, $after: String, $filter: ApiRequestFilter) {
    node(id: $id) {
      __typename
      ... on Application {
        id
        name
        description
        keys {
          limit {
            maximumAvailable
            restoreRate
          }
        }
        usage(period: $period) {
          startsAt
          requests
          failed
          throttled
          cost
        }
        requests(first: $first, after: $after, filter: $filter) {
          edges {
            node {
              id
              occurredAt
              callerName
              kind
              operationName
              failed
              code
              requestedCost
              actualCost
              milliseconds
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`)
