import { graphql } from '#shared/generated/gql'

/** Makes this browser an enrolled device. */
export const enrolDeviceDocument = graphql(`
  mutation EnrolDevice($input: EnrolDeviceInput!) {
    result: enrolDevice(input: $input) {
      __typename
      ... on EnrolDeviceSuccess {
        name
        organizationName
        kind
        enrolledGateId
        mayAdmit
      }
      ...Refusal
    }
  }
`)
