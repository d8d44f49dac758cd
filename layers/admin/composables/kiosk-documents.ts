import { graphql } from '#shared/generated/gql'
import type { AnnounceAtKioskMutation, KioskStateQuery } from '#shared/generated/gql/graphql'

/** What a kiosk shows before anybody has done anything. */
export type Kiosk = NonNullable<KioskStateQuery['kiosk']>

/** What came of a code that was shown. */
export type Announced = Extract<AnnounceAtKioskMutation['result'], { __typename: 'AnnounceAtKioskSuccess' }>

/** Which kiosk this browser is. */
export const kioskDocument = graphql(`
  query KioskState {
    kiosk {
      name
      siteName
      organizationName
      logoUrl
      primaryColor
      isLocked
      registersGuests
      version
    }
  }
`)

/** A guest shows their code. */
export const announceAtKioskDocument = graphql(`
  mutation AnnounceAtKiosk($input: AnnounceAtKioskInput!) {
    result: announceAtKiosk(input: $input) {
      __typename
      ... on AnnounceAtKioskSuccess {
        outcome
        isIncomplete
        visit {
          hostName
          roomName
          startsAt
          timeZone
        }
      }
      ...Refusal
    }
  }
`)

/** A guest without an invitation registers themselves. */
export const registerAtKioskDocument = graphql(`
  mutation RegisterAtKiosk($input: RegisterAtKioskInput!) {
    result: registerAtKiosk(input: $input) {
      __typename
      ... on RegisterAtKioskSuccess {
        guestUrl
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

/** What a kiosk says of itself. */
export const reportKioskDocument = graphql(`
  mutation ReportKiosk($input: ReportDeviceInput!) {
    result: reportDevice(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
