import { graphql } from '#shared/generated/gql'

/** Parcels for whoever asks. */
export const ownDeliveriesDocument = graphql(`
  query OwnDeliveries {
    deliveries(last: 50, filter: { mine: true }) {
      edges {
        node {
          id
          sender
          note
          status
          registeredAt
          takenBy
          handedAt
          site {
            id
            name
            timeZone
          }
        }
      }
    }
  }
`)
