import { graphql } from '#shared/generated/gql'

/** When hosts and rooms are busy by calendars outside, and by visits at other sites. */
export const freeBusyDocument = graphql(`
  query HostFreeBusy($hostIds: [ID!]!, $roomIds: [ID!]!, $from: DateTime!, $to: DateTime!) {
    freeBusy(hostIds: $hostIds, roomIds: $roomIds, from: $from, to: $to) {
      host {
        id
      }
      room {
        id
      }
      startsAt
      endsAt
      source
      blocks
    }
  }
`)
