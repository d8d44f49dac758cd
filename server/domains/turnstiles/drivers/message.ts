import { z } from 'zod'
import type { IdentifierKind } from '#shared/credentials/identifiers'
import { newId } from '../../../core/ids'
import { heldSchema, type Credential } from '../credential'
import { DriverFailed, type ControllerDriver, type Refused } from '../driver'

/** What a controller may be asked. */
export type Command =
  | { type: 'put'; credentials: readonly Credential[] }
  | { type: 'delete'; ids: readonly string[] }
  | { type: 'list'; after: string | null }
  | { type: 'open'; reader: string }

const refusedSchema = z.object({ id: z.string().max(64), problem: z.enum(['full', 'invalid']).or(z.string().max(64)) })
const putSchema = z.object({ refused: z.array(refusedSchema).max(1_000).default([]) })
const listSchema = z.object({
  credentials: z.array(heldSchema).max(1_000),
  after: z.string().max(200).nullish(),
  keeps: z.array(z.string().max(20)).max(20).nullish(),
})
const kinds = ['card', 'plate'] as const satisfies IdentifierKind[]

/** Pages of a listing at most: a controller that never comes to an end is not understood. */
const mostPages = 200

function read<S extends z.ZodType>(schema: S, answer: unknown): z.infer<S> {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new DriverFailed('NOT_UNDERSTOOD')
  return parsed.data
}

const problems = { full: 'FULL', invalid: 'INVALID' } as const
const refusedOf = (answer: unknown): Refused =>
  new Map(
    read(putSchema, answer).refused.map(({ id, problem }) => [
      id,
      Object.entries(problems).find(([word]) => word === problem)?.[1] ?? 'OTHER',
    ]),
  )

/**
 * A driver for controllers that answer commands in JSON, however they reach them.
 * @param ask sends one command under an id and gives back the answer, whose signature was proven
 */
export function jsonDriver(ask: (id: string, command: Command) => Promise<unknown>, close: () => Promise<void>): ControllerDriver {
  const send = (command: Command) => ask(newId(), command)
  return {
    put: async (credentials) => refusedOf(await send({ type: 'put', credentials })),
    delete: async (ids) => {
      await send({ type: 'delete', ids })
    },
    list: async () => {
      const held = []
      const keeps = new Set<IdentifierKind>()
      let after: string | null = null
      for (let page = 0; page < mostPages; page++) {
        const part: z.infer<typeof listSchema> = read(listSchema, await send({ type: 'list', after }))
        held.push(...part.credentials)
        for (const kind of kinds) if (part.keeps?.includes(kind)) keeps.add(kind)
        after = part.after ?? null
        if (after === null) return { held, keeps }
      }
      throw new DriverFailed('NOT_UNDERSTOOD')
    },
    open: async (reader) => {
      await send({ type: 'open', reader })
    },
    close,
  }
}
