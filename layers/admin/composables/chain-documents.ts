import { graphql } from '#shared/generated/gql'
import type { ApprovalChainFormFragment, ChainChoicesQuery } from '#shared/generated/gql/graphql'

/** A chain as the form changes it. */
export type Chain = ApprovalChainFormFragment

/** What can be chosen for a chain. */
export type ChainChoices = ChainChoicesQuery['approvalChoices']

graphql(`
  fragment ApprovalChainForm on ApprovalChain {
    id
    name
    version
    allowsOwn
    visitorTypeId
    visitorTypeName
    site {
      id
      name
    }
    steps {
      quorum
      count
      deadlineHours
      workingHours
      atDeadline
      approvers {
        ...ChainApprover
      }
      escalateTo {
        ...ChainApprover
      }
    }
  }
`)

graphql(`
  fragment ChainApprover on Approver {
    kind
    name
    memberId
    roleId
    deputyMemberId
    deputyName
  }
`)

/** The chains that hold. */
export const chainListDocument = graphql(`
  query ChainList($first: Int, $last: Int, $after: String, $before: String) {
    approvalChains(first: $first, last: $last, after: $after, before: $before) {
      edges {
        node {
          ...ApprovalChainForm
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

/** One chain. */
export const chainDocument = graphql(`
  query ChainDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on ApprovalChain {
        ...ApprovalChainForm
      }
    }
  }
`)

/** What can be chosen for a chain. */
export const chainChoicesDocument = graphql(`
  query ChainChoices {
    approvalChoices {
      people {
        value
        name
      }
      roles {
        value
        name
      }
      sites {
        value
        name
      }
      visitorTypes {
        value
        name
      }
      departments {
        value
        name
        level
        headMemberId
      }
    }
  }
`)

/** Makes a chain. */
export const createChainDocument = graphql(`
  mutation CreateChain($input: CreateApprovalChainInput!) {
    result: createApprovalChain(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a chain. */
export const updateChainDocument = graphql(`
  mutation UpdateChain($input: UpdateApprovalChainInput!) {
    result: updateApprovalChain(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Deletes a chain. */
export const deleteChainDocument = graphql(`
  mutation DeleteChain($input: DeleteApprovalChainInput!) {
    result: deleteApprovalChain(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Says who heads a department. */
export const setHeadDocument = graphql(`
  mutation SetHead($input: SetDepartmentHeadInput!) {
    result: setDepartmentHead(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
