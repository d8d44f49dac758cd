import { graphql } from '#shared/generated/gql'
import type { RollCallQuery, RollCallsQuery } from '#shared/generated/gql/graphql'

/** A roll call as the API tells it. */
export type ToldRollCall = Extract<NonNullable<RollCallQuery['node']>, { __typename: 'RollCall' }>

/** A roll call in a list. */
export type ListedRollCall = RollCallsQuery['rollCalls']['edges'][number]['node']

/** A roll call with everybody it asks for and everything that was said of them. */
export const rollCallDocument = graphql(`
  query RollCall($id: ID!) {
    node(id: $id) {
      __typename
      ... on RollCall {
        id
        kind
        startedAt
        startedBy
        endedAt
        endedBy
        version
        site {
          id
          name
          timeZone
        }
        people {
          key
          name
          ordinal
          of
          hostPhone
          insideSince
          leftUnseenAt
          zone {
            id
            name
          }
          host {
            id
            name
          }
          visitPass {
            id
            visitor {
              id
              name
              company
            }
          }
        }
        marks {
          key
          personKey
          state
          marshal
          marshalKey
          assemblyPoint
          note
          occurredAt
        }
        exits {
          key
          personKey
          occurredAt
        }
      }
    }
  }
`)

/** Whether anything of a roll call has changed. */
export const rollCallVersionDocument = graphql(`
  query RollCallVersion($id: ID!) {
    node(id: $id) {
      __typename
      ... on RollCall {
        id
        version
      }
    }
  }
`)

/** Roll calls of a site, or of all that the reader may see, the newest first. */
export const rollCallsDocument = graphql(`
  query RollCalls($first: Int!, $siteId: ID) {
    rollCalls(first: $first, siteId: $siteId) {
      edges {
        node {
          id
          kind
          startedAt
          startedBy
          endedAt
          site {
            id
            name
            timeZone
          }
        }
      }
    }
  }
`)

/** Begins a roll call. */
export const startRollCallDocument = graphql(`
  mutation StartRollCall($input: StartRollCallInput!) {
    result: startRollCall(input: $input) {
      __typename
      ... on StartRollCallSuccess {
        rollCall {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Tells what a marshal has seen. */
export const recordRollCallDocument = graphql(`
  mutation RecordRollCall($input: RecordRollCallInput!) {
    result: recordRollCall(input: $input) {
      __typename
      ... on RecordRollCallSuccess {
        rollCall {
          id
          version
        }
      }
      ...Refusal
    }
  }
`)

/** Ends a roll call. */
export const endRollCallDocument = graphql(`
  mutation EndRollCall($input: EndRollCallInput!) {
    result: endRollCall(input: $input) {
      __typename
      ... on EndRollCallSuccess {
        rollCall {
          id
        }
      }
      ...Refusal
    }
  }
`)
