import { graphql } from '#shared/generated/gql'
import type { OfflineNamesQuery } from '#shared/generated/gql/graphql'

/** Somebody of a site, as a device keeps them. */
export type KeptName = NonNullable<OfflineNamesQuery['offlineNames']>['names'][number]

/** A part of the names of a site. */
export const offlineNamesDocument = graphql(`
  query OfflineNames($siteId: ID!, $after: String) {
    offlineNames(siteId: $siteId, after: $after) {
      graceMinutes
      after
      names {
        visitPassId
        name
        company
        host
        hostPhone
        room
        startsAt
        endsAt
        status
        insideSince
        places
        leftUnseen
      }
    }
  }
`)
