import type { NarrowedRoleInput } from '#shared/generated/gql/graphql'
import type { ListedMember } from './people-documents'

/** A role that somebody holds, or shall hold, in one place. */
export type HeldRole = ListedMember['narrowedRoles'][number]

/** The place of a narrowed role as one text: `site:` or `department:` and its id. */
export const narrowedTo = ({ site, department }: HeldRole): string => (site ? `site:${site.id}` : `department:${department?.id ?? ''}`)

/** Narrowed roles as the API takes them. */
export const narrowedInput = (held: readonly HeldRole[]): NarrowedRoleInput[] =>
  held.map(({ role, site, department }) => ({
    roleId: role.id,
    ...(site ? { siteId: site.id } : {}),
    ...(department ? { departmentId: department.id } : {}),
  }))
