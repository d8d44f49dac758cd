import { sign, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { checkpointFolder, checkpointKey, findCheckpointKey } from './checkpoint-key'

/** What a chain was at a moment: its newest place and seal. */
export interface Checkpoint {
  chain: string
  sequence: number
  /** The seal, in hex. */
  hash: string
  at: string
}

const line = z.object({
  chain: z.string(),
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  signature: z.base64(),
})

const signed = ({ chain, sequence, hash, at }: Checkpoint): Buffer =>
  Buffer.from(JSON.stringify(['guest-center checkpoint 1', chain, sequence, hash, at]))

/** A file a day. */
const fileOf = (at: string): string => join(checkpointFolder, `${at.slice(0, 10)}.jsonl`)

/** Signs checkpoints and adds them to the file of their day. */
export async function addCheckpoints(checkpoints: Checkpoint[], at: Date): Promise<void> {
  if (checkpoints.length === 0) return
  const { privateKey } = await checkpointKey()
  const lines = checkpoints.map((checkpoint) =>
    JSON.stringify({ ...checkpoint, signature: sign(null, signed(checkpoint), privateKey).toString('base64') }),
  )
  await mkdir(checkpointFolder, { recursive: true, mode: 0o700 })
  // Begins a line of its own, whatever a writer that died left unfinished before.
  await appendFile(fileOf(at.toISOString()), `\n${lines.join('\n')}\n`, { mode: 0o600 })
}

async function* linesFrom(day: string): AsyncGenerator<string> {
  const names = await readdir(checkpointFolder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.jsonl') && name >= day).sort()
  for (const name of files) yield* createInterface({ input: createReadStream(join(checkpointFolder, name)) })
}

/** Checkpoints that were found, and how many others have no true signature. */
export interface FoundCheckpoints {
  byChain: Map<string, Checkpoint[]>
  unproven: number
}

/** An absent or unopenable key proves nothing. */
async function publicKeyOrNull() {
  const key = await findCheckpointKey().catch(() => null)
  return key?.publicKey ?? null
}

/**
 * Reads the checkpoints, of one chain or of all, in the order they were written.
 * @param day the first day that counts (`2026-11-24`)
 */
export async function readCheckpoints(only?: string, day = ''): Promise<FoundCheckpoints> {
  const publicKey = await publicKeyOrNull()
  const found: FoundCheckpoints = { byChain: new Map(), unproven: 0 }
  for await (const text of linesFrom(day)) {
    if (text === '' || (only !== undefined && !text.includes(only))) continue
    const checkpoint = parsed(text)
    // A line that a dying writer left half done is worth what an absent one is.
    if (!checkpoint) continue
    if (publicKey && verify(null, signed(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64')))
      keep(found.byChain, checkpoint)
    else found.unproven++
  }
  return found
}

function keep(byChain: Map<string, Checkpoint[]>, checkpoint: Checkpoint): void {
  const known = byChain.get(checkpoint.chain)
  if (known) known.push(checkpoint)
  else byChain.set(checkpoint.chain, [checkpoint])
}

function parsed(text: string) {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
