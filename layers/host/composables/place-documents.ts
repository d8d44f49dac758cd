import { graphql } from '#shared/generated/gql'

/** Where guests may be received, and which host the person is. */
export const placesDocument = graphql(`
  query HostPlaces($live: Boolean = false) {
    gateActivityCursor @include(if: $live)
    viewer {
      host {
        id
        name
      }
    }
    actingFor {
      mayChange
      host {
        id
        name
        position
      }
    }
    sites(first: 100) {
      edges {
        node {
          id
          name
          timeZone
          address
          rooms(first: 50) {
            edges {
              node {
                id
                name
                capacity
              }
            }
          }
        }
      }
    }
  }
`)

/** A page of the hosts, for whoever may invite on behalf of others. */
export const hostsDocument = graphql(`
  query HostColleagues($after: String) {
    hosts(first: 100, after: $after) {
      edges {
        node {
          id
          name
          position
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
