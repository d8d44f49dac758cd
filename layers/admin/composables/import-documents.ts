import { graphql } from '#shared/generated/gql'
import type { ImportPeopleMutation } from '#shared/generated/gql/graphql'

/** What became of a row of a list of people. */
export type ImportedRow = Extract<ImportPeopleMutation['result'], { rows: unknown }>['rows'][number]

/** Imports people, or says what would become of them. */
export const importPeopleDocument = graphql(`
  mutation ImportPeople($input: ImportPeopleInput!) {
    result: importPeople(input: $input) {
      __typename
      ... on ImportPeopleSuccess {
        rows {
          line
          email
          isNew
          newDepartments
          changesDepartment
          changesPosition
          problem
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
