import { mostRows } from './paging'
import { schemaNames, scimAddress } from './resources'

/** What of the protocol is spoken here (RFC 7643, section 5). */
export const serviceProviderConfig = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: mostRows },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    { type: 'oauthbearertoken', name: 'Bearer token', description: 'A token made on the page for single sign-on', primary: true },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: scimAddress('/ServiceProviderConfig') },
})

const resourceType = (name: 'User' | 'Group', schema: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: name,
  name,
  endpoint: `/${name}s`,
  description: name === 'User' ? 'A person of the organization' : 'A group of people',
  schema,
  meta: { resourceType: 'ResourceType', location: scimAddress(`/ResourceTypes/${name}`) },
})

/** The kinds of resources. */
export const resourceTypes = () => [resourceType('User', schemaNames.user), resourceType('Group', schemaNames.group)]

type Attribute = Record<string, unknown> & { name: string }

const attribute = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})

const part = (name: string, description: string) => attribute(name, description)
const reading = (name: string, description: string) => attribute(name, description, { mutability: 'readOnly' })

const userAttributes = [
  attribute('userName', 'The e-mail address, of a verified domain; it stays', {
    required: true,
    uniqueness: 'server',
    mutability: 'immutable',
  }),
  attribute('displayName', 'The whole name'),
  attribute('name', 'The name and its parts', {
    type: 'complex',
    subAttributes: [part('formatted', 'The whole name'), part('givenName', 'Given name'), part('familyName', 'Family name')],
  }),
  attribute('active', 'Whether the person may come in', { type: 'boolean' }),
  attribute('externalId', 'What the directory calls the person', { caseExact: true }),
  attribute('emails', 'The address again', {
    type: 'complex',
    multiValued: true,
    mutability: 'readOnly',
    subAttributes: [reading('value', 'The address'), reading('type', 'Always work')],
  }),
  attribute('groups', 'The groups of the person', {
    type: 'complex',
    multiValued: true,
    mutability: 'readOnly',
    subAttributes: [reading('value', 'Id of the group'), reading('display', 'Name of the group')],
  }),
]

const groupAttributes = [
  attribute('displayName', 'The name', { required: true, uniqueness: 'server' }),
  attribute('externalId', 'What the directory calls the group', { caseExact: true }),
  attribute('members', 'Who belongs to it', {
    type: 'complex',
    multiValued: true,
    subAttributes: [attribute('value', 'Id of the person', { mutability: 'immutable' }), reading('display', 'Name of the person')],
  }),
]

const schema = (id: string, name: 'User' | 'Group', attributes: Attribute[]) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id,
  name,
  description: `What is kept of a ${name.toLowerCase()}`,
  attributes,
  meta: { resourceType: 'Schema', location: scimAddress(`/Schemas/${id}`) },
})

/** What resources are made of (RFC 7643, section 7). */
export const schemas = () => [schema(schemaNames.user, 'User', userAttributes), schema(schemaNames.group, 'Group', groupAttributes)]
