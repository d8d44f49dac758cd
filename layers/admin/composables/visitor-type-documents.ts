import { graphql } from '#shared/generated/gql'
import type { VisitorTypeDetailsQuery, VisitorTypePageQuery } from '#shared/generated/gql/graphql'

/** A type of visitor in the list. */
export type TypeOfPage = VisitorTypePageQuery['visitorTypes']['edges'][number]['node']

/** A type of visitor as its own page shows it. */
export type TypeDetails = Extract<NonNullable<VisitorTypeDetailsQuery['node']>, { __typename: 'VisitorType' }>

/** Types in use, or those that were put away. */
export const visitorTypePageDocument = graphql(`
  query VisitorTypePage($isArchived: Boolean!) {
    visitorTypes(first: 100, filter: { isArchived: $isArchived }) {
      edges {
        node {
          id
          name
          isDefault
          position
          archivedAt
          requires
          fields {
            key
            answeredBy
          }
        }
      }
    }
  }
`)

/** One type with all that it asks. */
export const visitorTypeDetailsDocument = graphql(`
  query VisitorTypeDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on VisitorType {
        id
        name
        badgeColor
        version
        archivedAt
        requires
        agreements {
          id
        }
        induction {
          validMonths
          slides {
            key
            title {
              ru
              en
            }
            text {
              ru
              en
            }
            question {
              text {
                ru
                en
              }
              answers {
                key
                label {
                  ru
                  en
                }
              }
              right
            }
          }
        }
        fields {
          key
          kind
          label {
            ru
            en
          }
          help {
            ru
            en
          }
          required
          answeredBy
          maxLength
          choices {
            key
            label {
              ru
              en
            }
          }
        }
      }
    }
  }
`)

/** Makes a type. */
export const createVisitorTypeDocument = graphql(`
  mutation CreateVisitorType($input: CreateVisitorTypeInput!) {
    result: createVisitorType(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a type. */
export const updateVisitorTypeDocument = graphql(`
  mutation UpdateVisitorType($input: UpdateVisitorTypeInput!) {
    result: updateVisitorType(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Puts a type away. */
export const archiveVisitorTypeDocument = graphql(`
  mutation ArchiveVisitorType($input: ArchiveVisitorTypeInput!) {
    result: archiveVisitorType(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Takes a type into use again. */
export const restoreVisitorTypeDocument = graphql(`
  mutation RestoreVisitorType($input: RestoreVisitorTypeInput!) {
    result: restoreVisitorType(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Makes a type the default. */
export const makeVisitorTypeDefaultDocument = graphql(`
  mutation MakeVisitorTypeDefault($input: MakeVisitorTypeDefaultInput!) {
    result: makeVisitorTypeDefault(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Moves a type among the others. */
export const moveVisitorTypeDocument = graphql(`
  mutation MoveVisitorType($input: MoveVisitorTypeInput!) {
    result: moveVisitorType(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
