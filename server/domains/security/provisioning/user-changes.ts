import { z } from 'zod'
import { ScimError } from './scim-error'
import type { Operation } from './scim-patch'

/** What a directory wants of a person; what it does not speak of is not there, what it takes away is null. */
export interface UserChanges {
  userName?: string
  active?: boolean
  externalId?: string | null
  /** The whole name. */
  name?: string
  givenName?: string | null
  familyName?: string | null
}

const invalid = (attribute: string): ScimError => new ScimError(400, `${attribute} cannot have this value`, 'invalidValue')

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u)

const address = z.string().trim().toLowerCase().max(254).pipe(z.email())
const truth = z.union([
  z.boolean(),
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform((text) => text === 'true'),
])

/** Empty texts say that there is none. */
const optional = (most: number) =>
  line(most)
    .nullish()
    .transform((text) => text || null)

type Attribute = keyof UserChanges

/** Attributes that are understood, by their names in lower case. All others are taken and not kept (RFC 7644, section 3.3). */
const attributes: Record<string, Attribute> = {
  username: 'userName',
  active: 'active',
  externalid: 'externalId',
  displayname: 'name',
  'name.formatted': 'name',
  'name.givenname': 'givenName',
  'name.familyname': 'familyName',
}

const values: Record<Attribute, z.ZodType> = {
  userName: address,
  active: truth,
  externalId: optional(255),
  name: line(200).min(1),
  givenName: optional(100),
  familyName: optional(100),
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Attributes of an object by their paths, `name` taken apart. */
function flattened(value: Record<string, unknown>): [path: string, value: unknown][] {
  return Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    const path = key.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:user:/, '')
    return path === 'name' && isRecord(part)
      ? Object.entries(part).map(([name, text]) => [`name.${name.toLowerCase()}`, text])
      : [[path, part]]
  })
}

function readInto(changes: UserChanges, pairs: [path: string, value: unknown][]): UserChanges {
  // What is shown of a name wins over how it is put together.
  const inOrder = [...pairs].sort(([one], [other]) => Number(one === 'displayname') - Number(other === 'displayname'))
  for (const [path, value] of inOrder) {
    const attribute = attributes[path]
    if (!attribute) continue
    // A name that is left empty is made of its parts.
    if (attribute === 'name' && (value === '' || value === null || value === undefined)) continue
    const read = values[attribute].safeParse(value)
    if (!read.success) throw invalid(attribute)
    Object.assign(changes, { [attribute]: read.data })
  }
  return changes
}

/** What a whole resource says, of a POST or a PUT. @throws ScimError */
export function changesOfResource(body: unknown): UserChanges & { userName: string } {
  if (!isRecord(body)) throw new ScimError(400, 'The body is no resource', 'invalidSyntax')
  const changes = readInto({}, flattened(body))
  const { userName } = changes
  if (userName === undefined) throw invalid('userName')
  return { ...changes, userName }
}

const removable = new Set<Attribute>(['externalId', 'givenName', 'familyName'])

function pairsOf({ op, path, value }: Operation): [path: string, value: unknown][] {
  if (path === null) {
    if (!isRecord(value)) throw invalid('value')
    return flattened(value)
  }
  if (op !== 'remove') return path === 'name' && isRecord(value) ? flattened({ name: value }) : [[path, value]]
  const attribute = attributes[path]
  if (attribute && !removable.has(attribute)) throw new ScimError(400, `${attribute} cannot be taken away`, 'mutability')
  return [[path, null]]
}

/** What the operations of a PATCH say, one after another. @throws ScimError */
export const changesOfPatch = (operations: readonly Operation[]): UserChanges =>
  operations.reduce<UserChanges>((changes, operation) => readInto(changes, pairsOf(operation)), {})
