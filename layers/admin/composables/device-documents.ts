import { graphql } from '#shared/generated/gql'
import type { DevicePageQuery } from '#shared/generated/gql/graphql'

/** A device of the list. */
export type ListedDevice = DevicePageQuery['devices']['edges'][number]['node']

/** What enrols a device, as it is shown once. */
export interface ShownEnrolment {
  deviceId: string
  name: string
  code: string
  url: string
  expiresAt: string
}

/** Devices by gate and a part of the name. */
export const devicePageDocument = graphql(`
  query DevicePage($first: Int, $last: Int, $after: String, $before: String, $filter: DeviceFilter) {
    devices(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          name
          kind
          status
          site {
            name
            timeZone
          }
          createdAt
          enrolledAt
          lastSeenAt
          enrolmentExpiresAt
          isLocked
          lockReason
          reportedAt
          batteryPercent
          isCharging
          appVersion
          pendingScans
          rosterAt
          gates {
            mayAdmit
            mayCheckOut
            gate {
              id
              name
              site {
                name
              }
            }
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

/** Whether a device has been enrolled meanwhile. */
export const deviceStateDocument = graphql(`
  query DeviceState($id: ID!) {
    node(id: $id) {
      __typename
      ... on Device {
        id
        status
        enrolmentExpiresAt
      }
    }
  }
`)

/** Adds a kiosk. */
export const addKioskDocument = graphql(`
  mutation AddKiosk($input: AddKioskInput!) {
    result: addKiosk(input: $input) {
      __typename
      ... on AddKioskSuccess {
        device {
          id
          name
        }
        enrolment {
          code
          url
          expiresAt
        }
      }
      ...Refusal
    }
  }
`)

/** Adds a device. */
export const addDeviceDocument = graphql(`
  mutation AddDevice($input: AddDeviceInput!) {
    result: addDevice(input: $input) {
      __typename
      ... on AddDeviceSuccess {
        device {
          id
          name
        }
        enrolment {
          code
          url
          expiresAt
        }
      }
      ...Refusal
    }
  }
`)

/** Makes a new code. */
export const renewDeviceEnrolmentDocument = graphql(`
  mutation RenewDeviceEnrolment($input: RenewDeviceEnrolmentInput!) {
    result: renewDeviceEnrolment(input: $input) {
      __typename
      ... on RenewDeviceEnrolmentSuccess {
        device {
          id
          name
        }
        enrolment {
          code
          url
          expiresAt
        }
      }
      ...Refusal
    }
  }
`)

/** Renames a device. */
export const renameDeviceDocument = graphql(`
  mutation RenameDevice($input: RenameDeviceInput!) {
    result: renameDevice(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Revokes a device. */
export const revokeDeviceDocument = graphql(`
  mutation RevokeDevice($input: RevokeDeviceInput!) {
    result: revokeDevice(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Locks a device. */
export const lockDeviceDocument = graphql(`
  mutation LockDevice($input: LockDeviceInput!) {
    result: lockDevice(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Lets a locked device scan again. */
export const unlockDeviceDocument = graphql(`
  mutation UnlockDevice($input: UnlockDeviceInput!) {
    result: unlockDevice(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
