import { createHash } from 'node:crypto'
import { env } from '../../../infra/env'

/** Where directories find what they may see here. */
export const scimAddress = (path = ''): string => new URL(`/api/scim/v2${path}`, env.PUBLIC_URL).href

/** Names of the schemas (RFC 7643). */
export const schemaNames = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
} as const

/** A member as a directory knows them. */
export interface ProvisionedMember {
  id: string
  userId: string
  email: string
  name: string
  createdAt: Date
  suspendedAt: Date | null
  externalId: string | null
  givenName: string | null
  familyName: string | null
  updatedAt: Date
  groups: { id: string; displayName: string }[]
}

/** A group as a directory knows it. */
export interface GroupWithMembers {
  id: string
  displayName: string
  externalId: string | null
  version: number
  createdAt: Date
  updatedAt: Date
  members: { id: string; name: string }[]
}

const given = (attributes: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, text]) => text !== null))

/** A resource with what it is and which state it is in. */
export type Resource = { id: string; meta: Record<'version' | 'location' | 'resourceType' | 'created' | 'lastModified', string> } & Record<
  string,
  unknown
>

/** A person as RFC 7643 has it; its version is made of all that it says. */
export function userResource(member: ProvisionedMember): Resource {
  const { id, email, name, externalId, givenName, familyName } = member
  const said = {
    schemas: [schemaNames.user],
    id,
    ...given({ externalId }),
    userName: email,
    displayName: name,
    name: { formatted: name, ...given({ givenName, familyName }) },
    active: member.suspendedAt === null,
    emails: [{ value: email, type: 'work', primary: true }],
    groups: member.groups.map((group) => ({ value: group.id, display: group.displayName, $ref: scimAddress(`/Groups/${group.id}`) })),
  }
  const version = `W/"${createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22)}"`
  const meta = {
    resourceType: 'User',
    created: member.createdAt.toISOString(),
    lastModified: member.updatedAt.toISOString(),
    location: scimAddress(`/Users/${id}`),
    version,
  }
  return { ...said, meta }
}

/** A group as RFC 7643 has it. */
export function groupResource({ id, displayName, externalId, members, ...group }: GroupWithMembers): Resource {
  return {
    schemas: [schemaNames.group],
    id,
    ...given({ externalId }),
    displayName,
    members: members.map((member) => ({ value: member.id, display: member.name, $ref: scimAddress(`/Users/${member.id}`) })),
    meta: {
      resourceType: 'Group',
      created: group.createdAt.toISOString(),
      lastModified: group.updatedAt.toISOString(),
      location: scimAddress(`/Groups/${id}`),
      version: `W/"${group.version}"`,
    },
  }
}
