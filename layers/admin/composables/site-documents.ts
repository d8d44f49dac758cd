import { graphql } from '#shared/generated/gql'
import type { InsideNowQuery, PresenceQuery } from '#shared/generated/gql/graphql'

/** Somebody who is inside now. */
export type InsideGuest = InsideNowQuery['visitPasses']['edges'][number]['node']

/** Somebody who counts as gone although nobody saw them leave. */
export type LeftUnseen = NonNullable<PresenceQuery['presence']>['leftUnseen'][number]

/** Places of the organization, for filters. */
export const sitesDocument = graphql(`
  query SiteChoice($first: Int!, $gates: Int!, $filter: SiteFilter) {
    sites(first: $first, filter: $filter) {
      edges {
        node {
          id
          name
          timeZone
          gates(first: $gates) {
            edges {
              node {
                id
                name
              }
            }
          }
        }
      }
    }
  }
`)

/** The numbers of a site's day. */
export const presenceDocument = graphql(`
  query Presence($siteId: ID!) {
    presence(siteId: $siteId) {
      inside
      expectedToday
      admittedToday
      deniedToday
      capacity
      zones {
        zone {
          id
          name
          capacity
        }
        people
      }
      gates {
        gate {
          id
          name
        }
        admitted
        denied
      }
      leftUnseen {
        at
        by
        visitPass {
          id
          visitor {
            id
            name
            company
          }
          appointment {
            id
            host {
              id
              name
            }
          }
        }
      }
    }
  }
`)

/** Who is inside a site. */
export const insideDocument = graphql(`
  query InsideNow($siteId: ID!, $first: Int!) {
    visitPasses(first: $first, filter: { siteId: $siteId, presence: [INSIDE] }) {
      edges {
        node {
          id
          type
          moves
          peopleInside
          insideSince
          whereabouts {
            zone {
              id
              name
            }
          }
          visitor {
            id
            name
            company
          }
          appointment {
            id
            host {
              id
              name
            }
          }
        }
      }
    }
  }
`)
