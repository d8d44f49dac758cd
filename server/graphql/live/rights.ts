import type { Principal } from '../../core/ctx'

/** What a principal may, as a text: principals of the same rights have the same. */
export const rightsOf = ({ organizationId, permissions, ownPermissions, narrowed, delegated }: Principal): string =>
  JSON.stringify([organizationId, [...permissions].sort(), [...ownPermissions].sort(), [...narrowed].sort(), [...delegated].sort()])
