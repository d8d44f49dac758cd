import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ObjectStore } from './storage'

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

const unless =
  (code: string) =>
  (error: unknown): null => {
    if (isCode(error, code)) return null
    throw error
  }

/** Ids, words of ours and slashes: nothing that leads anywhere else. */
const wellFormed = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/

async function readWhole(path: string, most: number): Promise<Buffer | null> {
  const file = await open(path).catch(unless('ENOENT'))
  if (!file) return null
  try {
    if ((await file.stat()).size > most) throw new RangeError('An object is longer than what is read')
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** A store in a folder of this machine. */
export function localStore(dataDir: string): ObjectStore {
  const folder = join(dataDir, 'files')
  const pathOf = (key: string): string => {
    if (!wellFormed.test(key)) throw new Error('A key of the store is malformed')
    return join(folder, key)
  }
  const makeRoomFor = (path: string) => mkdir(dirname(path), { recursive: true, mode: 0o700 })
  return {
    async put(key, body) {
      const path = pathOf(key)
      await makeRoomFor(path)
      // Whoever reads meanwhile finds the whole of it or nothing.
      const draft = join(folder, `.${randomUUID()}`)
      await writeFile(draft, body, { mode: 0o600 })
      await rename(draft, path)
    },
    async take(key, path) {
      const target = pathOf(key)
      await makeRoomFor(target)
      const isNew = await link(path, target).then(() => true, unless('EEXIST'))
      await rm(path, { force: true })
      return isNew ?? false
    },
    read: (key, most) => readWhole(pathOf(key), most),
    sizeOf: async (key) => (await stat(pathOf(key)).catch(unless('ENOENT')))?.size ?? null,
    async remove(keys) {
      for (const key of keys) await rm(pathOf(key), { force: true })
    },
    async listBefore(prefix, moment) {
      const names = (await readdir(pathOf(prefix)).catch(unless('ENOENT'))) ?? []
      const found: string[] = []
      // Ids begin with the time: the oldest come first.
      for (const name of names.toSorted().slice(0, 1_000)) {
        const key = `${prefix}/${name}`
        const known = await stat(pathOf(key)).catch(unless('ENOENT'))
        if (known?.isFile() && known.mtime < moment) found.push(key)
      }
      return found
    },
    presignPut: () => Promise.resolve(null),
  }
}
