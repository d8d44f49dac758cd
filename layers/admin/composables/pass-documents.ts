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

/** The cards that a guest has. */
export const passCardsDocument = graphql(`
  query PassCards($id: ID!) {
    node(id: $id) {
      __typename
      ... on VisitPass {
        id
        cards {
          id
          number
          givenAt
        }
      }
    }
  }
`)

/** Gives a guest a card. */
export const giveCardDocument = graphql(`
  mutation GiveCard($input: GiveCardInput!) {
    result: giveCard(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Takes a card back. */
export const takeCardDocument = graphql(`
  mutation TakeCard($input: TakeCardInput!) {
    result: takeCard(input: $input) {
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
