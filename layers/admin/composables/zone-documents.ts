import { graphql } from '#shared/generated/gql'
import type { SitePlacesQuery } from '#shared/generated/gql/graphql'
import type { mutationProblem } from './mutation-problem'

/** A site with its zones, gates and holidays. */
export type SitePlaces = Extract<NonNullable<SitePlacesQuery['node']>, { __typename: 'Site' }>

/** Keeps something of a site and shows everything anew. @returns a text when it was refused */
export type KeepPlaces = (work: Parameters<typeof mutationProblem>[0], done: string) => Promise<string | null>

/** A zone of a site. */
export type ZoneOfSite = SitePlaces['zones'][number]

/** A zone as it is to be. */
export interface ZoneContent {
  name: string
  isRestricted: boolean
  isGrounds: boolean
  parentId: string | null
  capacity: number | null
}

/** What was typed as a number of something: null for nothing, and for no number one that the server refuses with its words. */
export const typedCount = (typed: string): number | null => {
  const text = typed.replaceAll(/\s/g, '')
  return text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : -1
}

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
          isGrounds
          capacity
          parent {
            id
            name
          }
        }
        presencePolicy {
          capacity
          antiPassback
          passbackMinutes
        }
        stayPolicy {
          remindMinutes
          remindsGuest
          checkOutMinutes
          checkOutTime
          longestStayHours
        }
        offlinePolicy {
          graceMinutes
          admitsUnlisted
        }
        changingCodes
        gates(first: 100) {
          edges {
            node {
              id
              name
              isInner
              readsCards
              readsPlates
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

/** Says what a gate reads beside codes. */
export const setGateReadingDocument = graphql(`
  mutation SetGateReading($input: SetGateReadingInput!) {
    result: setGateReading(input: $input) {
      __typename
      ...Refusal
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

/** Says into which zone a gate leads, and whether whoever comes through is inside already. */
export const setGateZoneDocument = graphql(`
  mutation SetGateZone($input: SetGateZoneInput!) {
    result: setGateZone(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Says who may be inside a site. */
export const updatePresencePolicyDocument = graphql(`
  mutation UpdatePresencePolicy($input: UpdatePresencePolicyInput!) {
    result: updatePresencePolicy(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Says what becomes of guests whom nobody saw leaving. */
export const updateStayPolicyDocument = graphql(`
  mutation UpdateStayPolicy($input: UpdateStayPolicyInput!) {
    result: updateStayPolicy(input: $input) {
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
      ...Refusal
    }
  }
`)

/** Says whether the codes of passes change at a site. */
export const setChangingCodesDocument = graphql(`
  mutation SetChangingCodes($input: SetChangingCodesInput!) {
    result: setChangingCodes(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** How scanners of a site decide while they have no connection. */
export const updateOfflinePolicyDocument = graphql(`
  mutation UpdateOfflinePolicy($input: UpdateOfflinePolicyInput!) {
    result: updateOfflinePolicy(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
