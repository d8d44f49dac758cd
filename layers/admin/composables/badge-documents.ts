import { graphql } from '#shared/generated/gql'
import type { BadgePartsFragment } from '#shared/generated/gql/graphql'

/** What stands on a badge. */
export type BadgeParts = BadgePartsFragment

graphql(`
  fragment BadgeParts on Badge {
    organizationName
    logoUrl
    hostName
    siteName
    timeZone
    validFrom
    validTo
    typeName
    typeColor
    needsEscort
    hasPhoto
    code
    codeAbsence
    obstacle
    visitor {
      id
      name
      company
    }
  }
`)

/** The badge of a pass. */
export const badgeDocument = graphql(`
  query Badge($visitPassId: ID!) {
    badge(visitPassId: $visitPassId) {
      ...BadgeParts
    }
  }
`)

/** Notes that it is printed, and gives it as it is at that moment. */
export const printBadgeDocument = graphql(`
  mutation PrintBadge($input: PrintBadgeInput!) {
    result: printBadge(input: $input) {
      __typename
      ... on PrintBadgeSuccess {
        badge {
          ...BadgeParts
        }
      }
      ...Refusal
    }
  }
`)

/** Shows the photos of a visitor; noted in the audit log. */
export const revealBadgePhotoDocument = graphql(`
  mutation RevealBadgePhoto($visitorId: ID!) {
    result: revealVisitorFiles(input: { visitorId: $visitorId, kind: PHOTO }) {
      __typename
      ... on RevealVisitorFilesSuccess {
        files {
          url
          visitorFile {
            id
            approved
          }
        }
      }
    }
  }
`)
