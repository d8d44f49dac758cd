import { graphql } from '#shared/generated/gql'
import type { ReconciliationQuery } from '#shared/generated/gql/graphql'

/** A count of heads, with whom it makes one think of. */
export type Reconciled = Extract<NonNullable<ReconciliationQuery['node']>, { __typename: 'Reconciliation' }>

/** Somebody of whom a count of heads makes one think. */
export type Candidate = Reconciled['likelyGone'][number]

/** Says where somebody is. */
export const correctPresenceDocument = graphql(`
  mutation CorrectPresence($input: CorrectPresenceInput!) {
    result: correctPresence(input: $input) {
      __typename
      ... on CorrectPresenceSuccess {
        checkin {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Keeps a count of heads. */
export const countHeadsDocument = graphql(`
  mutation CountHeads($input: CountHeadsInput!) {
    result: countHeads(input: $input) {
      __typename
      ... on CountHeadsSuccess {
        reconciliation {
          id
        }
      }
      ...Refusal
    }
  }
`)

graphql(`
  fragment CandidateFields on VisitPass {
    id
    type
    moves
    peopleInside
    presence
    insideSince
    validTo
    whereabouts {
      zone {
        id
        name
      }
    }
    visitor {
      id
      name
      company
    }
    appointment {
      id
      host {
        id
        name
      }
    }
  }
`)

/** A count of heads, what was corrected for it, and whom to look for. */
export const reconciliationDocument = graphql(`
  query Reconciliation($id: ID!) {
    node(id: $id) {
      __typename
      ... on Reconciliation {
        id
        countedAt
        countedBy
        counts {
          isWholeSite
          counted
          ledger
          zone {
            id
            name
          }
        }
        corrections {
          id
          direction
          forcedReason
          visitPass {
            id
            visitor {
              id
              name
            }
          }
        }
        likelyGone {
          ...CandidateFields
        }
        likelyInside {
          ...CandidateFields
        }
      }
    }
  }
`)

/** Counts of heads at a site, the newest first. */
export const reconciliationsDocument = graphql(`
  query Reconciliations($first: Int!, $siteId: ID) {
    reconciliations(first: $first, siteId: $siteId) {
      edges {
        node {
          id
          countedAt
          countedBy
          counts {
            counted
            ledger
          }
          corrections {
            id
          }
        }
      }
    }
  }
`)
