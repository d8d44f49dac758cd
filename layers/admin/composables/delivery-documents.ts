import { graphql } from '#shared/generated/gql'
import type { DeliveriesQuery } from '#shared/generated/gql/graphql'

/** A parcel of the list. */
export type ListedDelivery = DeliveriesQuery['deliveries']['edges'][number]['node']

/** Parcels at a site. */
export const deliveriesDocument = graphql(`
  query Deliveries($first: Int, $last: Int, $after: String, $before: String, $filter: DeliveryFilter) {
    deliveries(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          sender
          note
          status
          registeredAt
          registeredBy
          takenBy
          handedBy
          handedAt
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
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`)

/** Takes in a parcel. */
export const registerDeliveryDocument = graphql(`
  mutation RegisterDelivery($input: RegisterDeliveryInput!) {
    result: registerDelivery(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Hands one over. */
export const handOverDeliveryDocument = graphql(`
  mutation HandOverDelivery($input: HandOverDeliveryInput!) {
    result: handOverDelivery(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
