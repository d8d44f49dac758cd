import { graphql } from '#shared/generated/gql'
import type { DepartmentListQuery } from '#shared/generated/gql/graphql'

/** A department as the API lists it. */
type Listed = DepartmentListQuery['departments'][number]

/** A department with its place in the tree. */
export interface TreeDepartment extends Pick<Listed, 'id' | 'name' | 'memberCount'> {
  parentId: string | null
}

/** Departments with the ids of their parents beside them. */
export const asTree = (listed: readonly Listed[]): TreeDepartment[] =>
  listed.map(({ id, name, memberCount, parent }) => ({ id, name, memberCount, parentId: parent?.id ?? null }))

/** Every department of the organization. */
export const departmentListDocument = graphql(`
  query DepartmentList {
    departments {
      id
      name
      memberCount
      parent {
        id
      }
    }
  }
`)

/** Makes a department. */
export const createDepartmentDocument = graphql(`
  mutation CreateDepartment($input: CreateDepartmentInput!) {
    result: createDepartment(input: $input) {
      __typename
      ... on CreateDepartmentSuccess {
        department {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Gives a department another name. */
export const renameDepartmentDocument = graphql(`
  mutation RenameDepartment($input: RenameDepartmentInput!) {
    result: renameDepartment(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Puts a department under another. */
export const moveDepartmentDocument = graphql(`
  mutation MoveDepartment($input: MoveDepartmentInput!) {
    result: moveDepartment(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Deletes a department. */
export const deleteDepartmentDocument = graphql(`
  mutation DeleteDepartment($input: DeleteDepartmentInput!) {
    result: deleteDepartment(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Says to which department a person belongs. */
export const assignDepartmentDocument = graphql(`
  mutation AssignDepartment($input: AssignDepartmentInput!) {
    result: assignDepartment(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
