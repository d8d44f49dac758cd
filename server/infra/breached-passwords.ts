import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { env } from './env'

/** A line holds 40 hex digits and a count; this many bytes hold a whole line wherever one begins to read. */
const window = 256

/** The first whole line that begins after an offset; the first of the file for 0. */
async function lineAfter(file: FileHandle, offset: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(window), 0, window, offset)
  const text = buffer.toString('latin1', 0, bytesRead)
  const start = offset === 0 ? 0 : text.indexOf('\n') + 1
  return text.slice(start, start + 40).toUpperCase()
}

async function holds(file: FileHandle, wanted: string): Promise<boolean> {
  let [low, high] = [0, (await file.stat()).size]
  while (high - low > window) {
    const middle = Math.floor((low + high) / 2)
    if ((await lineAfter(file, middle)) <= wanted) low = middle
    else high = middle
  }
  const { buffer, bytesRead } = await file.read(Buffer.alloc(3 * window), 0, 3 * window, low)
  return buffer.toString('latin1', 0, bytesRead).toUpperCase().includes(wanted)
}

/**
 * Whether a password is in the list of those that were breached elsewhere; nothing is where no list is configured.
 * @param path SHA-1 sums in hex, one a line, sorted, as Have I Been Pwned publishes them
 */
export async function isBreached(password: string, path = env.BREACHED_PASSWORDS_FILE): Promise<boolean> {
  if (!path) return false
  const file = await open(path)
  try {
    return await holds(file, createHash('sha1').update(password).digest('hex').toUpperCase())
  } finally {
    await file.close()
  }
}
