import { z } from 'zod'
import { ScimError } from './scim-error'

/** One operation of a PATCH, with its attribute in lower case; null for one that names none. */
export interface Operation {
  op: 'add' | 'replace' | 'remove'
  path: string | null
  /** The id that a path such as `members[value eq "…"]` picks. */
  picked: string | null
  value: unknown
}

const bodySchema = z.object({
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().max(500).nullish(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(200),
})

const coreSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/i
const pathForm = /^([A-Za-z$][\w$:.-]*)(?:\[([^\]]*)\])?(\.[A-Za-z]+)?$/
const pickForm = /^\s*value\s+eq\s+"([^"\\]*)"\s*$/i

function operationOf({ op, path, value }: z.infer<typeof bodySchema>['Operations'][number]): Operation {
  if (!path) return { op, path: null, picked: null, value }
  const [whole, attribute = '', filter, part = ''] = pathForm.exec(path.replace(coreSchema, '')) ?? []
  if (!whole) throw new ScimError(400, 'The path is not understood', 'invalidPath')
  const picked = filter === undefined ? null : (pickForm.exec(filter)?.[1] ?? null)
  if (filter !== undefined && picked === null && attribute.toLowerCase() === 'members')
    throw new ScimError(400, 'Members are picked by value eq', 'invalidPath')
  return { op, path: attribute.toLowerCase() + part.toLowerCase(), picked, value }
}

/**
 * Reads a PATCH (RFC 7644, section 3.5.2), as well as what Entra ID and Okta send for one: operations in any case.
 * @throws ScimError
 */
export function readPatch(body: unknown): Operation[] {
  const read = bodySchema.safeParse(body)
  if (!read.success) throw new ScimError(400, 'The body is no PATCH of RFC 7644', 'invalidSyntax')
  const operations = read.data.Operations.map(operationOf)
  if (operations.some(({ op, path }) => op === 'remove' && path === null)) throw new ScimError(400, 'Removing takes a path', 'noTarget')
  return operations
}
