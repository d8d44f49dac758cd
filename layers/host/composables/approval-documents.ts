import { graphql } from '#shared/generated/gql'
import type { ApprovalCardFragment } from '#shared/generated/gql/graphql'

/** A request for approval as the queue shows it. */
export type ApprovalCard = ApprovalCardFragment

graphql(`
  fragment ApprovalCard on ApprovalRequest {
    id
    status
    turn
    round
    isWalkIn
    chainName
    visitorTypeName
    title
    startsAt
    endsAt
    timeZone
    visitCount
    site {
      name
    }
    host {
      name
    }
    requestedBy
    createdAt
    dueAt
    isEscalated
    changed
    mayDecide
    insteadOf
    guests {
      name
      company
      earlierVisits
      lastVisitAt
    }
    earlier {
      startsAt
      endsAt
      siteName
      hostName
    }
    appointment {
      id
    }
    ...ApprovalProgress
  }
`)

graphql(`
  fragment ApprovalProgress on ApprovalRequest {
    steps {
      position
      state
      people
      agreed
      needed
    }
    decisions {
      position
      round
      verdict
      by
      standing
      insteadOf
      reason
      decidedAt
    }
  }
`)

/** A page of requests. */
export const approvalQueueDocument = graphql(`
  query ApprovalQueue($first: Int, $last: Int, $after: String, $before: String, $filter: ApprovalRequestFilter) {
    approvalRequests(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          ...ApprovalCard
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`)

/** One request, by its id. */
export const approvalRequestDocument = graphql(`
  query ApprovalRequestById($id: ID!) {
    node(id: $id) {
      __typename
      ... on ApprovalRequest {
        ...ApprovalCard
      }
    }
  }
`)

/** Agrees to a visit, or does not. */
export const decideApprovalDocument = graphql(`
  mutation DecideApproval($input: DecideApprovalInput!) {
    result: decideApproval(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** That requests are otherwise. */
export const approvalActivityDocument = graphql(`
  subscription ApprovalActivity($after: String) {
    approvalActivity(after: $after) {
      cursor
      approvalRequest {
        id
        status
      }
    }
  }
`)

/** Whether and how a visit was agreed to. */
export const visitApprovalsDocument = graphql(`
  query VisitApprovals($id: ID!) {
    node(id: $id) {
      ... on Appointment {
        id
        approvalRequests {
          id
          status
          chainName
          visitorTypeName
          dueAt
          mayDecide
          ...ApprovalProgress
        }
      }
    }
  }
`)

/** Which requests wait for the person, as far as telling those apart goes that are about guests at the reception. */
export const atReceptionDocument = graphql(`
  query AtReception {
    approvalRequests(first: 50, filter: { awaitsMe: true }) {
      edges {
        node {
          id
          isWalkIn
        }
      }
    }
  }
`)
