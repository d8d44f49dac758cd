import { graphql } from '#shared/generated/gql'
import type { OutsideCalendarFactsFragment } from '#shared/generated/gql/graphql'

/** A calendar outside, without where it is and how it is opened. */
export type ShownOutsideCalendar = OutsideCalendarFactsFragment

graphql(`
  fragment OutsideCalendarFacts on OutsideCalendar {
    id
    kind
    server
    blocks
    createdAt
    succeededAt
    problem
    nextTryAt
    disabledAt
  }
`)

/** Calendars outside of a host or of a room. */
export const outsideCalendarsDocument = graphql(`
  query OutsideCalendars($hostId: ID, $roomId: ID) {
    outsideCalendars(hostId: $hostId, roomId: $roomId) {
      ...OutsideCalendarFacts
    }
  }
`)

/** Connects one. */
export const connectCalendarDocument = graphql(`
  mutation ConnectOutsideCalendar($input: ConnectOutsideCalendarInput!) {
    result: connectOutsideCalendar(input: $input) {
      __typename
      ... on ConnectOutsideCalendarSuccess {
        outsideCalendar {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Gives one up. */
export const disconnectCalendarDocument = graphql(`
  mutation DisconnectOutsideCalendar($input: DisconnectOutsideCalendarInput!) {
    result: disconnectOutsideCalendar(input: $input) {
      __typename
      ... on DisconnectOutsideCalendarSuccess {
        outsideCalendar {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Has one looked into now. */
export const retryCalendarDocument = graphql(`
  mutation RetryOutsideCalendar($input: RetryOutsideCalendarInput!) {
    result: retryOutsideCalendar(input: $input) {
      __typename
      ... on RetryOutsideCalendarSuccess {
        outsideCalendar {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says how one of a room counts. */
export const changeCalendarDocument = graphql(`
  mutation ChangeOutsideCalendar($input: ChangeOutsideCalendarInput!) {
    result: changeOutsideCalendar(input: $input) {
      __typename
      ... on ChangeOutsideCalendarSuccess {
        outsideCalendar {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
