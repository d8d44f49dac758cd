import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { env } from './env'
import { sealingWith } from './seal'

const folder = join(env.DATA_DIR, 'spool')

/** What arrived, sealed, in a file of its own. */
export interface Spooled {
  path: string
  /** Length and SHA-256 of what was sent. */
  bytes: number
  sha256: Buffer
}

/** More came than may come. */
export class TooLong extends Error {
  override name = 'TooLong'
}

/**
 * Writes what flows in to disk, sealed on its way: nothing of it is held in memory or stands in clear. Whatever goes wrong leaves nothing.
 * @param most bytes that are taken; at the first one more it ends
 * @throws TooLong
 */
export async function spool(content: AsyncIterable<Buffer>, most: number, key: Buffer, aad: string): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomUUID())
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      bytes += chunk.length
      if (bytes > most) throw new TooLong()
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(Readable.from(counted()), sealingWith(key, aad), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, bytes, sha256: hash.digest() }
}

/** Throws away what a process that ended left behind. */
export async function sweepSpool(before: Date): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const known = await stat(join(folder, name)).catch(() => null)
    if (known && known.mtime < before) await rm(join(folder, name), { force: true })
  }
}
