import { graphql } from '#shared/generated/gql'
import type { HostVisitFragment } from '#shared/generated/gql/graphql'

/** What the calendar and the list know of a visit. */
export type Visit = HostVisitFragment

/** A pass of a visit. */
export type VisitPass = Visit['visitPasses']['edges'][number]['node']

graphql(`
  fragment HostVisit on Appointment {
    id
    title
    message
    receptionNote
    version
    series {
      rule
      timeZone
      start
    }
    startsAt
    endsAt
    timeZone
    status
    cancelReason
    site {
      id
      name
      timeZone
    }
    host {
      id
      name
    }
    room {
      id
      name
    }
    visitPasses(first: 10) {
      edges {
        node {
          id
          status
          type
          presence
          insideSince
          reply
          lateMinutes
          hereAt
          inviteStatus
          inviteUrl
          revokedReason
          validTo
          visitor {
            id
            name
            email
            phone
            company
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`)

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

/** A page of visits. */
export const visitsDocument = graphql(`
  query HostVisits($filter: AppointmentFilter, $orderBy: AppointmentOrder, $first: Int, $after: String, $last: Int, $before: String) {
    appointments(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges {
        node {
          ...HostVisit
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

/** Visits by their ids, as they stand now. */
export const visitsByIdDocument = graphql(`
  query HostVisitsById($ids: [ID!]!) {
    nodes(ids: $ids) {
      ...HostVisit
    }
  }
`)

/** Books a visit. */
export const inviteDocument = graphql(`
  mutation InviteGuest($input: InviteGuestInput!) {
    inviteGuest(input: $input) {
      __typename
      ... on InviteGuestSuccess {
        appointment {
          ...HostVisit
        }
      }
      ... on UserError {
        message
        path
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Changes a visit. */
export const updateDocument = graphql(`
  mutation UpdateVisit($input: UpdateAppointmentInput!) {
    updateAppointment(input: $input) {
      __typename
      ... on UpdateAppointmentSuccess {
        appointment {
          ...HostVisit
        }
      }
      ... on EditConflict {
        current {
          ...HostVisit
        }
      }
      ... on UserError {
        message
        path
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** When the rooms of a site are taken. */
export const roomBookingsDocument = graphql(`
  query HostRoomBookings($siteId: ID!, $from: DateTime!, $to: DateTime!) {
    roomBookings(siteId: $siteId, from: $from, to: $to) {
      room {
        id
      }
      startsAt
      endsAt
    }
  }
`)

/** What happens to the visits of a site, as far as the person may see it. */
export const hostActivityDocument = graphql(`
  subscription HostActivity($siteId: ID, $after: String) {
    visitActivity(siteId: $siteId, after: $after) {
      cursor
      visitPass {
        appointment {
          id
        }
      }
    }
  }
`)

/** Calls a visit off. */
export const cancelDocument = graphql(`
  mutation CancelVisit($input: CancelAppointmentInput!) {
    cancelAppointment(input: $input) {
      __typename
      ... on CancelAppointmentSuccess {
        appointment {
          ...HostVisit
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Withdraws a pass. */
export const revokeDocument = graphql(`
  mutation RevokePass($input: RevokeVisitPassInput!) {
    revokeVisitPass(input: $input) {
      __typename
      ... on RevokeVisitPassSuccess {
        visitPass {
          appointment {
            ...HostVisit
          }
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
