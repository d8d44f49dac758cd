import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JobDefinition } from '../../../server/core/define-job'
import { newId } from '../../../server/core/ids'
import { catalog } from '../../../server/catalog'
import { runnerOf } from '../../../server/worker/registry'
import { fingerprints } from './answers'
import { createWorld, type World } from './world'

let [ours, theirs]: World[] = []
beforeAll(async () => {
  ours = await createWorld('A')
  theirs = await createWorld('B')
})

/** The id that a job's datum stands for; null for a datum that is none. */
function idFor(name: string, idOf: (type: string) => string): string | null {
  const type = /^(.*?)Ids?$/.exec(name)?.[1]
  return type ? idOf(type.replace(/^./, (letter) => letter.toUpperCase())) : null
}

const values = (schema: z.ZodType): unknown =>
  schema instanceof z.ZodEnum ? schema.options[0] : schema instanceof z.ZodLiteral ? schema.value : 1

function dataFor(job: JobDefinition, idOf: (type: string) => string): Record<string, unknown> {
  const shape: Record<string, z.ZodType> = job.schema.shape
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => {
      const id = idFor(name, idOf)
      return [name, id === null ? values(schema) : schema instanceof z.ZodArray ? [id] : id]
    }),
  )
}

const rowOf = (world: World) => (type: string) => {
  const id = world.ids[type]
  if (!id) throw new Error(`tests/integration/tenancy/world.ts makes no ${type}: give its id in World.ids`)
  return id
}

/** How a job of our organization ends. */
async function outcome(job: JobDefinition, idOf: (type: string) => string): Promise<string> {
  const context = { eventId: randomUUID(), organizationId: ours!.org.id }
  return runnerOf(job)
    .run(context, dataFor(job, idOf))
    .then(
      () => 'done',
      (error: unknown) => String(error).replace(/[0-9a-f-]{36}/g, '<id>'),
    )
}

describe.each(catalog.jobs.map((job) => [job.name, job] as const))('the job %s', (_, job) => {
  it('of one organization with an id of another does what it does with an id of nobody, and changes nothing there', async () => {
    const before = [await fingerprints(ours!), await fingerprints(theirs!)]
    expect(await outcome(job, rowOf(theirs!))).toBe(await outcome(job, newId))
    expect([await fingerprints(ours!), await fingerprints(theirs!)]).toEqual(before)
  })
})
