import { graphql } from '#shared/generated/gql'

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

/** Takes back that a visit was called off. */
export const restoreDocument = graphql(`
  mutation RestoreVisit($input: RestoreAppointmentInput!) {
    restoreAppointment(input: $input) {
      __typename
      ... on RestoreAppointmentSuccess {
        appointment {
          ...HostVisit
        }
      }
      ... on UserError {
        message
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

/** Says how many people each guest of a visit may bring along. */
export const allowCompanionsDocument = graphql(`
  mutation AllowCompanions($input: AllowCompanionsInput!) {
    result: allowCompanions(input: $input) {
      __typename
      ... on AllowCompanionsSuccess {
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
