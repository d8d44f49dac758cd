import { graphql } from '#shared/generated/gql'
import type { SiteDetailsQuery, SitePageQuery } from '#shared/generated/gql/graphql'

/** A site of the list of sites. */
export type SiteOfPage = SitePageQuery['sites']['edges'][number]['node']

/** A site as its own page shows it. */
export type SiteDetails = Extract<NonNullable<SiteDetailsQuery['node']>, { __typename: 'Site' }>

/** A gate of a site. */
export type GateOfSite = SiteDetails['open']['edges'][number]['node']

/** Sites, open or closed, by a part of the name or address. */
export const sitePageDocument = graphql(`
  query SitePage($first: Int, $last: Int, $after: String, $before: String, $filter: SiteFilter) {
    sites(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      edges {
        node {
          id
          name
          address
          timeZone
          closedAt
          gates(first: 50) {
            edges {
              node {
                id
                name
              }
            }
          }
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

/** One site with its gates. */
export const siteDetailsDocument = graphql(`
  query SiteDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on Site {
        id
        name
        timeZone
        address
        directions
        whatToBring
        parking
        entrance
        mapUrl
        directionsOther
        whatToBringOther
        parkingOther
        entranceOther
        identityCheck
        closedAt
        rooms(first: 100) {
          edges {
            node {
              id
              name
              capacity
            }
          }
        }
        open: gates(first: 100) {
          edges {
            node {
              id
              name
              closedAt
            }
          }
        }
        closed: gates(first: 100, isClosed: true) {
          edges {
            node {
              id
              name
              closedAt
            }
          }
        }
      }
    }
  }
`)

/** Makes a site. */
export const createSiteDocument = graphql(`
  mutation CreateSite($input: CreateSiteInput!) {
    result: createSite(input: $input) {
      __typename
      ... on CreateSiteSuccess {
        site {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Changes a site. */
export const updateSiteDocument = graphql(`
  mutation UpdateSite($input: UpdateSiteInput!) {
    result: updateSite(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Closes a site. */
export const closeSiteDocument = graphql(`
  mutation CloseSite($input: CloseSiteInput!) {
    result: closeSite(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Opens a site again. */
export const reopenSiteDocument = graphql(`
  mutation ReopenSite($input: ReopenSiteInput!) {
    result: reopenSite(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Makes a gate. */
export const createGateDocument = graphql(`
  mutation CreateGate($input: CreateGateInput!) {
    result: createGate(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Gives a gate another name. */
export const renameGateDocument = graphql(`
  mutation RenameGate($input: RenameGateInput!) {
    result: renameGate(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Closes a gate. */
export const closeGateDocument = graphql(`
  mutation CloseGate($input: CloseGateInput!) {
    result: closeGate(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Opens a gate again. */
export const reopenGateDocument = graphql(`
  mutation ReopenGate($input: ReopenGateInput!) {
    result: reopenGate(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
