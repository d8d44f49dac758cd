import { graphql } from '#shared/generated/gql'

/** Who receives guests, as whoever manages people sees them. */
export const hostListDocument = graphql(`
  query HostList($first: Int, $after: String, $last: Int, $before: String, $search: String) {
    hosts(first: $first, after: $after, last: $last, before: $before, search: $search) {
      edges {
        node {
          id
          name
          position
          phone
          department {
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
