import { graphql } from '#shared/generated/gql'
import type { SiteRoomsQuery } from '#shared/generated/gql/graphql'

/** A meeting room of a site. */
export type RoomOfSite = Extract<SiteRoomsQuery['node'], { __typename: 'Site' }>['open']['edges'][number]['node']

/** The rooms of a site, open ones and closed ones. */
export const siteRoomsDocument = graphql(`
  query SiteRooms($id: ID!) {
    node(id: $id) {
      __typename
      ... on Site {
        open: rooms(first: 100) {
          edges {
            node {
              id
              name
              capacity
              closedAt
              upcomingVisits
            }
          }
        }
        closed: rooms(first: 100, isClosed: true) {
          edges {
            node {
              id
              name
              capacity
              closedAt
              upcomingVisits
            }
          }
        }
      }
    }
  }
`)

/** The next visits that have a room. */
export const roomVisitsDocument = graphql(`
  query RoomVisits($roomId: ID!, $from: DateTime!) {
    appointments(first: 10, filter: { roomId: $roomId, from: $from, status: [SCHEDULED, PENDING_APPROVAL] }) {
      edges {
        node {
          id
          title
          startsAt
          endsAt
          host {
            id
            name
          }
        }
      }
    }
  }
`)

/** Makes a room. */
export const createRoomDocument = graphql(`
  mutation CreateRoom($input: CreateRoomInput!) {
    result: createRoom(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a room. */
export const changeRoomDocument = graphql(`
  mutation ChangeRoom($input: ChangeRoomInput!) {
    result: changeRoom(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Closes a room. */
export const closeRoomDocument = graphql(`
  mutation CloseRoom($input: CloseRoomInput!) {
    result: closeRoom(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Opens a room again. */
export const reopenRoomDocument = graphql(`
  mutation ReopenRoom($input: ReopenRoomInput!) {
    result: reopenRoom(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
