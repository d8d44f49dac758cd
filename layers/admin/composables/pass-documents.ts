import { graphql } from '#shared/generated/gql'

/** Withdraws a pass. */
export const revokePassDocument = graphql(`
  mutation RevokePassOfList($input: RevokeVisitPassInput!) {
    result: revokeVisitPass(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Suspends a pass. */
export const suspendPassDocument = graphql(`
  mutation SuspendPassOfList($input: SuspendVisitPassInput!) {
    result: suspendVisitPass(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Lets a suspended pass go on. */
export const resumePassDocument = graphql(`
  mutation ResumePassOfList($input: ResumeVisitPassInput!) {
    result: resumeVisitPass(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Replaces code and link of a pass. */
export const reissuePassDocument = graphql(`
  mutation ReissuePassOfList($input: ReissueVisitPassInput!) {
    result: reissueVisitPass(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
