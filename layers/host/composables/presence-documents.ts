import { graphql } from '#shared/generated/gql'

/** When hosts are there. */
export const hostPresenceDocument = graphql(`
  query HostPresences($hostIds: [ID!]!, $from: DateTime!, $to: DateTime!) {
    hostPresence(hostIds: $hostIds, from: $from, to: $to) {
      host {
        id
        name
      }
      available {
        startsAt
        endsAt
      }
      absences {
        startsAt
        endsAt
        deputy {
          id
          name
        }
      }
    }
  }
`)

/** Of what the person is told while the calendar is open. */
export const ownNoticesDocument = graphql(`
  query OwnNotices {
    hostProfile {
      host {
        id
      }
      notices {
        kind
        onPage
      }
    }
  }
`)
