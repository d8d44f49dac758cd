import { graphql } from '#shared/generated/gql'
import type { SitePlacesQuery } from '#shared/generated/gql/graphql'

/** A site with its zones, gates and holidays. */
export type SitePlaces = Extract<NonNullable<SitePlacesQuery['node']>, { __typename: 'Site' }>

/** A zone of a site. */
export type ZoneOfSite = SitePlaces['zones'][number]

/** What rules know of one site. */
export const sitePlacesDocument = graphql(`
  query SitePlaces($id: ID!) {
    node(id: $id) {
      __typename
      ... on Site {
        id
        name
        zones {
          id
          name
          isRestricted
        }
        gates(first: 100) {
          edges {
            node {
              id
              name
              zone {
                id
              }
            }
          }
        }
        holidays {
          day
          name
        }
      }
    }
  }
`)

/** Makes a zone. */
export const createZoneDocument = graphql(`
  mutation CreateZone($input: CreateZoneInput!) {
    result: createZone(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a zone. */
export const updateZoneDocument = graphql(`
  mutation UpdateZone($input: UpdateZoneInput!) {
    result: updateZone(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Deletes a zone. */
export const deleteZoneDocument = graphql(`
  mutation DeleteZone($input: DeleteZoneInput!) {
    result: deleteZone(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Says into which zone a gate leads. */
export const setGateZoneDocument = graphql(`
  mutation SetGateZone($input: SetGateZoneInput!) {
    result: setGateZone(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Names a holiday. */
export const addHolidayDocument = graphql(`
  mutation AddHoliday($input: AddHolidayInput!) {
    result: addHoliday(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Takes a holiday away. */
export const removeHolidayDocument = graphql(`
  mutation RemoveHoliday($input: RemoveHolidayInput!) {
    result: removeHoliday(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
