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

graphql(`
  fragment ChangedPass on VisitPass {
    appointment {
      ...HostVisit
    }
  }
`)

/** Withdraws a pass. */
export const revokeDocument = graphql(`
  mutation RevokePass($input: RevokeVisitPassInput!) {
    result: revokeVisitPass(input: $input) {
      __typename
      ... on RevokeVisitPassSuccess {
        visitPass {
          ...ChangedPass
        }
      }
      ...Refusal
    }
  }
`)

/** Suspends a pass. */
export const suspendDocument = graphql(`
  mutation SuspendPass($input: SuspendVisitPassInput!) {
    result: suspendVisitPass(input: $input) {
      __typename
      ... on SuspendVisitPassSuccess {
        visitPass {
          ...ChangedPass
        }
      }
      ...Refusal
    }
  }
`)

/** Lets a suspended pass go on. */
export const resumeDocument = graphql(`
  mutation ResumePass($input: ResumeVisitPassInput!) {
    result: resumeVisitPass(input: $input) {
      __typename
      ... on ResumeVisitPassSuccess {
        visitPass {
          ...ChangedPass
        }
      }
      ...Refusal
    }
  }
`)

/** Replaces code and link of a pass. */
export const reissueDocument = graphql(`
  mutation ReissuePass($input: ReissueVisitPassInput!) {
    result: reissueVisitPass(input: $input) {
      __typename
      ... on ReissueVisitPassSuccess {
        visitPass {
          ...ChangedPass
        }
      }
      ...Refusal
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
