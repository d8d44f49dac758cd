import { graphql } from '#shared/generated/gql'
import type { AuditListQuery } from '#shared/generated/gql/graphql'

/** An entry of the audit log. */
export type ListedEntry = AuditListQuery['auditLog']['edges'][number]['node']

/** Traces of dangerous actions. */
export const auditListDocument = graphql(`
  query AuditList($first: Int, $last: Int, $after: String, $before: String, $action: String, $filter: AuditFilter) {
    auditLog(first: $first, last: $last, after: $after, before: $before, action: $action, filter: $filter) {
      edges {
        node {
          id
          action
          actorType
          actorId
          actorName
          actedForName
          entityType
          entityId
          entityName
          reason
          details
          createdAt
          ip
          userAgent
          traceId
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

/** Whether anybody tampered with the log. */
export const auditChainDocument = graphql(`
  query VerifyAudit {
    auditChain {
      state
      entries
      provenTo
      reason
      brokenAt
      verifiedAt
    }
  }
`)
