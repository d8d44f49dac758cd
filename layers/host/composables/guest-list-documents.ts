import { graphql } from '#shared/generated/gql'
import type { GuestListStateFragment } from '#shared/generated/gql/graphql'

/** Where a list of guests stands. */
export type GuestList = GuestListStateFragment

graphql(`
  fragment GuestListState on GuestList {
    id
    status
    title
    startsAt
    endsAt
    site {
      id
      name
      timeZone
    }
    rows
    badRows
    duplicateRows
    doneRows
    invitedRows
    createdAt
    secondsLeft
  }
`)

/** Begins a list. */
export const createListDocument = graphql(`
  mutation CreateGuestList($input: CreateGuestListInput!) {
    createGuestList(input: $input) {
      __typename
      ... on CreateGuestListSuccess {
        guestList {
          ...GuestListState
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

/** Adds rows to a list. */
export const addRowsDocument = graphql(`
  mutation AddGuestListRows($input: AddGuestListRowsInput!) {
    addGuestListRows(input: $input) {
      __typename
      ... on AddRowsToGuestListSuccess {
        guestList {
          ...GuestListState
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Has the guests of a list invited. */
export const startListDocument = graphql(`
  mutation StartGuestList($input: StartGuestListInput!) {
    startGuestList(input: $input) {
      __typename
      ... on StartGuestListSuccess {
        guestList {
          ...GuestListState
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Stops inviting the guests of a list. */
export const cancelListDocument = graphql(`
  mutation CancelGuestList($input: CancelGuestListInput!) {
    cancelGuestList(input: $input) {
      __typename
      ... on CancelGuestListSuccess {
        guestList {
          ...GuestListState
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** A list as it stands now. */
export const listDocument = graphql(`
  query HostGuestList($id: ID!) {
    node(id: $id) {
      __typename
      ... on GuestList {
        ...GuestListState
      }
    }
  }
`)

/** The newest lists. */
export const listsDocument = graphql(`
  query HostGuestLists {
    guestLists(last: 10) {
      edges {
        node {
          ...GuestListState
        }
      }
    }
  }
`)

/** Rows of a list for which nobody is invited. */
export const listProblemsDocument = graphql(`
  query HostGuestListProblems($id: ID!, $afterLine: Int) {
    node(id: $id) {
      __typename
      ... on GuestList {
        problems(first: 100, afterLine: $afterLine) {
          line
          name
          email
          isDuplicate
          message
        }
      }
    }
  }
`)
