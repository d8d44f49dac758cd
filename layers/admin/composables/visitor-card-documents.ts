import { graphql } from '#shared/generated/gql'
import type { VisitorCardQuery } from '#shared/generated/gql/graphql'

/** A visitor with what is known of them. */
export type VisitorCard = Extract<NonNullable<VisitorCardQuery['node']>, { __typename: 'Visitor' }>

/** A visitor: their visits with the passages, notes of colleagues, others who may be the same. */
export const visitorCardDocument = graphql(`
  query VisitorCard($id: ID!, $before: String, $withPasses: Boolean!, $withCheckins: Boolean!) {
    node(id: $id) {
      __typename
      ... on Visitor {
        id
        name
        email
        phone
        company
        locale
        erased
        notes {
          text
          author
          createdAt
        }
        same {
          id
          name
          company
          email
          phone
        }
      }
    }
    visitPasses(last: 10, before: $before, filter: { visitorId: $id }) @include(if: $withPasses) {
      edges {
        node {
          id
          status
          presence
          validFrom
          revokedReason
          suspendedReason
          appointment {
            id
            title
            startsAt
            timeZone
            host {
              id
              name
            }
            site {
              id
              name
            }
          }
          checkins(first: 10) @include(if: $withCheckins) {
            edges {
              node {
                id
                result
                reason
                direction
                isCorrection
                correctedBy
                forcedReason
                occurredAt
                gate {
                  id
                  name
                }
              }
            }
          }
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`)

/** Notes something about a visitor. */
export const addVisitorNoteDocument = graphql(`
  mutation AddVisitorNote($input: AddVisitorNoteInput!) {
    result: addVisitorNote(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Asks security not to admit a visitor. */
export const askNotToAdmitDocument = graphql(`
  mutation AskNotToAdmit($input: AskNotToAdmitInput!) {
    result: askNotToAdmit(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
