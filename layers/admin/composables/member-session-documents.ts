import { graphql } from '#shared/generated/gql'

/** Where a person of the organization is signed in to act in it. */
export const memberSessionsDocument = graphql(`
  query MemberSessions($memberId: ID!) {
    memberSessions(memberId: $memberId) {
      id
      browser
      system
      ip
      createdAt
      lastSeenAt
      isCurrent
    }
  }
`)

/** Signs them out of one session, or of all. */
export const endMemberSessionsDocument = graphql(`
  mutation EndMemberSessions($input: EndMemberSessionsInput!) {
    result: endMemberSessions(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
