import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** A picture that was made anew: a JPEG, and a small WebP to show. */
export interface MadePicture {
  main: Buffer
  preview: Buffer
}

/** What is wrong with a picture. */
export type PictureFault = 'DAMAGED' | 'TOO_MANY_PIXELS'

/** How long one picture may take, in milliseconds. */
const patience = 45_000

const answerSchema = z.object({
  fault: z.enum(['DAMAGED', 'TOO_MANY_PIXELS']).optional(),
  lengths: z.tuple([z.number(), z.number()]).optional(),
})

/** Beside the bundle of the worker, in its folder beside that of the web server, or as it is written. */
function program(): string {
  const places = ['./picture.mjs', ...['..', '../..', '../../..'].map((up) => `./${up}/worker/picture.mjs`)]
  const bundled = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  return bundled ?? fileURLToPath(new URL('./picture-process.ts', import.meta.url))
}

/**
 * Runs the program that reads pictures. A picture that brings it down, or keeps it too long, brings down nothing else; and what its
 * libraries take of memory is given back when it ends.
 */
function answerOf(bytes: Buffer, side: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program(), String(side)], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: patience,
      killSignal: 'SIGKILL',
    })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.on('error', () => resolve(Buffer.alloc(0)))
    child.on('close', () => resolve(Buffer.concat(parts)))
    child.stdin.end(bytes)
  })
}

function read(answer: Buffer): MadePicture | PictureFault {
  const end = answer.indexOf('\n')
  if (end < 0) return 'DAMAGED'
  const { fault, lengths } = answerSchema.parse(JSON.parse(answer.subarray(0, end).toString()))
  if (fault || !lengths) return fault ?? 'DAMAGED'
  const body = answer.subarray(end + 1)
  const [main, preview] = lengths
  if (body.length !== main + preview) return 'DAMAGED'
  return { main: body.subarray(0, main), preview: body.subarray(main) }
}

/**
 * Makes a picture anew, turned as it was held, without anything that came with it.
 * @param side the most that its longer side has afterwards
 */
export const remakePicture = async (bytes: Buffer, side: number): Promise<MadePicture | PictureFault> => read(await answerOf(bytes, side))
