import { graphql } from '#shared/generated/gql'

/** The page on which guests of a site register themselves. */
export const walkInPageDocument = graphql(`
  query WalkInPageOfSite($id: ID!) {
    node(id: $id) {
      __typename
      ... on Site {
        id
        name
        walkInPage {
          isOpen
          url
        }
      }
    }
  }
`)

/** Opens or closes it. */
export const setWalkInPageDocument = graphql(`
  mutation SetWalkInPage($input: SetWalkInPageInput!) {
    result: setWalkInPage(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Gives it another address. */
export const replaceWalkInLinkDocument = graphql(`
  mutation ReplaceWalkInLink($input: ReplaceWalkInLinkInput!) {
    result: replaceWalkInLink(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
