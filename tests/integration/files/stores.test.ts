import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localStore } from '../../../server/infra/local-store'
import { s3Store } from '../../../server/infra/s3-store'
import type { ObjectStore } from '../../../server/infra/storage'
import { s3Key, startS3Server, type S3Server } from './s3-server'

let server: S3Server
let folder: string
const settings = (url: string, secret = s3Key.S3_SECRET_KEY) => ({
  S3_BUCKET: 'guest-files',
  S3_REGION: 'us-east-1',
  S3_ENDPOINT: url,
  S3_PUBLIC_ENDPOINT: url,
  S3_ACCESS_KEY: s3Key.S3_ACCESS_KEY,
  S3_SECRET_KEY: secret,
})
beforeAll(async () => {
  server = await startS3Server()
  folder = await mkdtemp(join(tmpdir(), 'gc-store-'))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

const stores: Record<string, () => ObjectStore> = { 'a folder': () => localStore(folder), 'a bucket': () => s3Store(settings(server.url)) }
const content = Buffer.from('what a file holds'.repeat(5_000))

async function spooled(): Promise<string> {
  const path = join(folder, randomUUID())
  await writeFile(path, content)
  return path
}

describe.each(Object.entries(stores))('%s as a store', (_, open) => {
  it('keeps what it is given, tells its length, hands it out, and forgets it', async () => {
    const [store, key] = [open(), `files/${randomUUID()}/main`]
    expect([await store.read(key, 1e6), await store.sizeOf(key)]).toEqual([null, null])
    await store.put(key, content)
    expect(await store.sizeOf(key)).toBe(content.length)
    expect((await store.read(key, 1e6))?.equals(content)).toBe(true)
    await expect(store.read(key, 1_000)).rejects.toThrow(RangeError)
    await store.put(key, Buffer.from('other'))
    expect(String(await store.read(key, 1e6))).toBe('other')
    await store.remove([key, `files/${randomUUID()}/main`])
    expect(await store.read(key, 1e6)).toBeNull()
  })

  it('takes a file over once, and leaves nothing of it where it was', async () => {
    const [store, key] = [open(), `uploads/${randomUUID()}`]
    const paths = [await spooled(), await spooled()]
    expect([await store.take(key, paths[0]!), await store.take(key, paths[1]!)]).toEqual([true, false])
    for (const path of paths) await expect(stat(path)).rejects.toThrow('ENOENT')
    expect((await store.read(key, 1e6))?.equals(content)).toBe(true)
  })

  it('lists what is older than a moment under a prefix', async () => {
    const [store, prefix] = [open(), randomUUID()]
    expect(await store.listBefore(prefix, new Date())).toEqual([])
    await store.put(`${prefix}/a`, content)
    expect(await store.listBefore(prefix, new Date(Date.now() + 5_000))).toEqual([`${prefix}/a`])
    expect(await store.listBefore(prefix, new Date(Date.now() - 60_000))).toEqual([])
  })
})

describe('a folder', () => {
  it('is never left, whatever a key says', async () => {
    for (const key of ['../secret', '/etc/passwd', 'a/../../b', 'a//b', 'a/.hidden', 'A', 'a\0b', ''])
      await expect(localStore(folder).put(key, content)).rejects.toThrow('malformed')
    expect((await readdir(join(folder, 'files'))).every((name) => /^[\w-]+$/.test(name))).toBe(true)
  })

  it('gives no address away: its files are handed on by this server', async () => {
    expect(await localStore(folder).presignPut('uploads/a', { bytes: 1, type: 'image/png', seconds: 60 })).toBeNull()
  })
})

describe('a bucket', () => {
  const signed = (seconds = 60) =>
    s3Store(settings(server.url)).presignPut(`uploads/${randomUUID()}`, { bytes: 5, type: 'image/png', seconds })
  const put = (url: string, headers: Record<string, string>, body: string) => fetch(url, { method: 'PUT', headers, body })

  it('is uploaded to by a signed request, once, with just the length and type that were signed', async () => {
    const upload = await signed()
    if (!upload) throw new Error('No address')
    const { 'content-length': _, ...headers } = upload.headers
    expect(new URL(upload.url).searchParams.get('X-Amz-SignedHeaders')).toContain('content-length;content-type')
    expect((await put(upload.url, headers, 'longer than it may be')).status).toBe(403)
    expect((await put(upload.url, { ...headers, 'content-type': 'text/html' }, 'image')).status).toBe(403)
    expect((await put(upload.url.replace('uploads', 'files'), headers, 'image')).status).toBe(403)
    expect((await put(upload.url, headers, 'image')).status).toBe(200)
    expect((await put(upload.url, headers, 'again')).status).toBe(412)
  })

  it('takes nothing after the time is over, and nothing signed by somebody else', async () => {
    const late = await signed(-1)
    const { 'content-length': _, ...headers } = late?.headers ?? {}
    expect((await put(late?.url ?? '', headers, 'image')).status).toBe(403)
    await expect(s3Store(settings(server.url, 'another secret')).put('files/a', content)).rejects.toThrow('SignatureDoesNotMatch')
    expect(server.refused.at(-1)).toContain('SignatureDoesNotMatch')
  })
})
