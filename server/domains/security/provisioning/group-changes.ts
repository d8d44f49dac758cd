import { z } from 'zod'
import { ScimError } from './scim-error'
import type { Operation } from './scim-patch'

/** One step of changing who belongs to a group. */
export interface MemberStep {
  op: 'add' | 'remove' | 'set'
  /** Ids as the directory knows them. */
  ids: string[]
}

/** What a directory wants of a group; what it does not speak of is not there. */
export interface GroupChanges {
  displayName?: string
  externalId?: string | null
  members: MemberStep[]
}

const invalid = (attribute: string): ScimError => new ScimError(400, `${attribute} cannot have this value`, 'invalidValue')

const displayName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u)
const externalId = z
  .string()
  .trim()
  .max(255)
  .nullish()
  .transform((text) => text || null)

const member = z.object({ value: z.string().max(64), type: z.string().optional() })
const members = z
  .union([z.array(member), member.transform((one) => [one])])
  .nullish()
  .transform((all) => all ?? [])

function read<T>(schema: z.ZodType<T>, attribute: string, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(attribute)
  return result.data
}

function idsOf(value: unknown): string[] {
  const all = read(members, 'members', value)
  if (all.some(({ type }) => type?.toLowerCase() === 'group')) throw new ScimError(400, 'Groups hold people, not groups', 'invalidValue')
  return [...new Set(all.map((one) => one.value))]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function apply(changes: GroupChanges, { op, path, picked, value }: Operation): void {
  if (path === 'displayname') changes.displayName = read(displayName, 'displayName', op === 'remove' ? null : value)
  if (path === 'externalid') changes.externalId = op === 'remove' ? null : read(externalId, 'externalId', value)
  if (path !== 'members') return
  // Taking members away without saying whom takes all.
  const isAll = op === 'remove' && picked === null && (value === undefined || value === null)
  if (isAll) changes.members.push({ op: 'set', ids: [] })
  else changes.members.push({ op: op === 'replace' ? 'set' : op, ids: picked === null ? idsOf(value) : [picked] })
}

/** What the operations of a PATCH say, one after another. @throws ScimError */
export function groupChangesOfPatch(operations: readonly Operation[]): GroupChanges {
  const changes: GroupChanges = { members: [] }
  for (const operation of operations) {
    if (operation.path !== null) {
      apply(changes, operation)
      continue
    }
    if (!isRecord(operation.value)) throw invalid('value')
    for (const [key, value] of Object.entries(operation.value)) apply(changes, { ...operation, path: key.toLowerCase(), value })
  }
  return changes
}

/** What a whole resource says, of a POST or a PUT. @throws ScimError */
export function groupChangesOfResource(body: unknown): GroupChanges & { displayName: string } {
  if (!isRecord(body)) throw new ScimError(400, 'The body is no resource', 'invalidSyntax')
  const own = (name: string): unknown => Object.entries(body).find(([key]) => key.toLowerCase() === name)?.[1]
  return {
    displayName: read(displayName, 'displayName', own('displayname')),
    ...(own('externalid') !== undefined && { externalId: read(externalId, 'externalId', own('externalid')) }),
    members: [{ op: 'set', ids: idsOf(own('members')) }],
  }
}
