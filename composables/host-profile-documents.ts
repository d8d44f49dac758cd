import { graphql } from '#shared/generated/gql'
import type { HostProfileFieldsFragment } from '#shared/generated/gql/graphql'

/** What is set up of a host. */
export type HostSetUp = HostProfileFieldsFragment

graphql(`
  fragment HostProfileFields on HostProfile {
    host {
      id
      name
      position
      phone
      department {
        id
        name
      }
    }
    timeZone
    hours {
      weekday
      from
      to
    }
    absences {
      id
      startsAt
      endsAt
      kind
      note
      deputy {
        id
        name
      }
    }
    notices {
      kind
      byMail
      onPage
    }
    delegates {
      id
      startsAt
      endsAt
      delegate {
        id
        name
      }
    }
    delegations {
      id
      startsAt
      endsAt
      isTold
      host {
        id
        name
      }
    }
  }
`)

/** What is set up of a host: of the person themselves where none is named. */
export const hostProfileDocument = graphql(`
  query HostProfile($hostId: ID) {
    hostProfile(hostId: $hostId) {
      ...HostProfileFields
    }
  }
`)

/** A page of those who may stand in for a host. */
export const deputiesDocument = graphql(`
  query HostDeputies($after: String) {
    hosts(first: 100, after: $after) {
      edges {
        node {
          id
          name
          position
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** Says what colleagues know of a host. */
export const updateHostProfileDocument = graphql(`
  mutation UpdateHostProfile($input: UpdateHostProfileInput!) {
    result: updateHostProfile(input: $input) {
      __typename
      ... on UpdateHostProfileSuccess {
        profile {
          ...HostProfileFields
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says when a host is there. */
export const setPresenceScheduleDocument = graphql(`
  mutation SetPresenceSchedule($input: SetPresenceScheduleInput!) {
    result: setPresenceSchedule(input: $input) {
      __typename
      ... on SetPresenceScheduleSuccess {
        profile {
          ...HostProfileFields
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Notes that a host is away. */
export const addAbsenceDocument = graphql(`
  mutation AddAbsence($input: AddAbsenceInput!) {
    result: addAbsence(input: $input) {
      __typename
      ... on AddAbsenceSuccess {
        profile {
          ...HostProfileFields
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Takes an absence back. */
export const removeAbsenceDocument = graphql(`
  mutation RemoveAbsence($input: RemoveAbsenceInput!) {
    result: removeAbsence(input: $input) {
      __typename
      ... on RemoveAbsenceSuccess {
        profile {
          ...HostProfileFields
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Says of what a host is told, and how. */
export const setHostNoticesDocument = graphql(`
  mutation SetHostNotices($input: SetHostNoticesInput!) {
    result: setHostNotices(input: $input) {
      __typename
      ... on SetHostNoticesSuccess {
        profile {
          ...HostProfileFields
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
