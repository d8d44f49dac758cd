import { graphql } from '#shared/generated/gql'
import type { DeskArrivalsQuery } from '#shared/generated/gql/graphql'

/** Somebody on the list of a reception desk. */
export type DeskArrival = DeskArrivalsQuery['deskArrivals'][number]

/** Who comes to a site today. */
export const deskArrivalsDocument = graphql(`
  query DeskArrivals($siteId: ID!, $search: String) {
    deskArrivals(siteId: $siteId, search: $search) {
      walkIn {
        documentSeen
        registeredAt
        answer
        asked
        dueAt
        isEscalated
        words
      }
      visitPass {
        id
        status
        stage
        presence
        type
        insideSince
        validTo
        hereAt
        lateMinutes
        outstanding
        visitorType {
          id
          name
          badgeColor
        }
        visitor {
          id
          name
          company
        }
        appointment {
          id
          title
          receptionNote
          startsAt
          endsAt
          host {
            id
            name
            phone
          }
          room {
            id
            name
          }
        }
      }
    }
  }
`)

/** That something about a visit of the site is otherwise. */
export const deskActivityDocument = graphql(`
  subscription DeskActivity($siteId: ID, $after: String) {
    visitActivity(siteId: $siteId, after: $after) {
      cursor
      visitPass {
        id
      }
    }
  }
`)

graphql(`
  fragment DeskVerdict on ScanPassResult {
    __typename
    ... on ScanAdmitted {
      notices
    }
    ... on ScanDenied {
      denial: message
    }
    ... on ScanIncomplete {
      missing
    }
    ...Refusal
  }
`)

/** Lets in a guest who was found by name. */
export const checkInAtDeskDocument = graphql(`
  mutation CheckInAtDesk($input: DeskScanInput!) {
    result: checkInAtDesk(input: $input) {
      ...DeskVerdict
    }
  }
`)

/** Notes that a guest who was found by name went out. */
export const checkOutAtDeskDocument = graphql(`
  mutation CheckOutAtDesk($input: DeskScanInput!) {
    result: checkOutAtDesk(input: $input) {
      ...DeskVerdict
    }
  }
`)

/** Registers somebody who was not invited. */
export const registerWalkInDocument = graphql(`
  mutation RegisterWalkIn($input: RegisterWalkInInput!) {
    result: registerWalkIn(input: $input) {
      __typename
      ... on RegisterWalkInSuccess {
        appointment {
          id
        }
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
      ...Refusal
    }
  }
`)
