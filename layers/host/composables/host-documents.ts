import { graphql } from '#shared/generated/gql'
import type { CalendarVisitFragment, HostVisitFragment } from '#shared/generated/gql/graphql'

/** All that a page shows of a visit. */
export type Visit = HostVisitFragment

/** What a calendar and a list show of a visit: a week has hundreds. */
export type CalendarVisit = CalendarVisitFragment

/** Whether all of a visit is known. */
export const isWhole = (visit: CalendarVisit): visit is Visit => 'message' in visit

/** A pass of a visit. */
export type VisitPass = Visit['visitPasses']['edges'][number]['node']

/** A pass of a visit, as a calendar knows it. */
export type CalendarPass = CalendarVisit['visitPasses']['edges'][number]['node']

graphql(`
  fragment CalendarVisit on Appointment {
    id
    title
    version
    startsAt
    endsAt
    status
    host {
      id
      name
    }
    coHosts {
      id
    }
    room {
      id
      name
    }
    series {
      rule
    }
    visitPasses(first: 10) {
      edges {
        node {
          status
          groupSize
          presence
          reply
          lateMinutes
          hereAt
          inviteStatus
          visitor {
            name
            company
          }
        }
      }
    }
  }
`)

graphql(`
  fragment HostVisit on Appointment {
    id
    title
    message
    receptionNote
    companions
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
    coHosts {
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
          groupSize
          entriesUsed
          peopleInside
          presence
          insideSince
          reply
          lateMinutes
          hereAt
          inviteStatus
          inviteUrl
          vehiclePlate
          broughtBy {
            id
            visitor {
              id
              name
            }
          }
          revokedReason
          suspendedReason
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

/** The visits of some days. */
export const calendarDocument = graphql(`
  query HostCalendar($from: DateTime!, $to: DateTime!, $siteId: ID, $hostId: ID) {
    calendar(from: $from, to: $to, siteId: $siteId, hostId: $hostId) {
      isCut
      visits {
        ...CalendarVisit
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
