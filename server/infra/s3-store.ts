import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import type { Env } from './env'
import type { ObjectStore } from './storage'

/** What of the settings says where the bucket is. */
export type S3Settings = Pick<Env, 'S3_BUCKET' | 'S3_ENDPOINT' | 'S3_PUBLIC_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY' | 'S3_SECRET_KEY'>

/** Loaded by whoever needs it first: most processes of most installations never do. */
const sdk = () => import('@aws-sdk/client-s3')

const isNamed = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name)

const absent =
  (...names: string[]) =>
  (error: unknown): null => {
    if (isNamed(error, ...names)) return null
    throw error
  }

async function clientFor(settings: S3Settings, endpoint: string | undefined): Promise<S3Client> {
  const { S3Client: Client } = await sdk()
  return new Client({
    region: settings.S3_REGION,
    credentials: { accessKeyId: settings.S3_ACCESS_KEY ?? '', secretAccessKey: settings.S3_SECRET_KEY ?? '' },
    // Stores of other makers are rarely found under a name for each bucket.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  })
}

/** One bucket, through the SDK. */
class S3Store implements ObjectStore {
  private readonly bucket: string
  private client: Promise<S3Client> | undefined
  private outside: Promise<S3Client> | undefined

  constructor(private readonly settings: S3Settings) {
    this.bucket = settings.S3_BUCKET ?? ''
  }

  put = async (key: string, body: Buffer): Promise<void> => {
    await this.inBucket(async (client) => {
      const { PutObjectCommand } = await sdk()
      await client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentLength: body.length }))
    })
  }

  take = async (key: string, path: string): Promise<boolean> => {
    const { size } = await stat(path)
    try {
      return await this.inBucket(async (client) => {
        const { PutObjectCommand } = await sdk()
        const object = { Bucket: this.bucket, Key: key, ContentLength: size, IfNoneMatch: '*' }
        const put = client.send(new PutObjectCommand({ ...object, Body: createReadStream(path) }))
        return (await put.catch(absent('PreconditionFailed'))) !== null
      })
    } finally {
      await rm(path, { force: true })
    }
  }

  read = async (key: string, most: number): Promise<Buffer | null> => {
    const { GetObjectCommand } = await sdk()
    const got = await (
      await this.reach()
    )
      .send(new GetObjectCommand({ Bucket: this.bucket, Key: key }))
      .catch(absent('NoSuchKey', 'NoSuchBucket'))
    if (!got?.Body) return null
    if ((got.ContentLength ?? Infinity) > most) {
      await got.Body.transformToWebStream().cancel()
      throw new RangeError('An object is longer than what is read')
    }
    return Buffer.from(await got.Body.transformToByteArray())
  }

  sizeOf = async (key: string): Promise<number | null> => {
    const { HeadObjectCommand } = await sdk()
    const found = await (
      await this.reach()
    )
      .send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }))
      .catch(absent('NotFound', 'NoSuchKey'))
    return found?.ContentLength ?? null
  }

  remove = async (keys: readonly string[]): Promise<void> => {
    const { DeleteObjectCommand } = await sdk()
    const client = await this.reach()
    for (const key of keys) await client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key })).catch(absent('NoSuchBucket'))
  }

  listBefore = async (prefix: string, moment: Date): Promise<string[]> => {
    const { ListObjectsV2Command } = await sdk()
    const list = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: `${prefix}/`, MaxKeys: 1_000 })
    const found = await (await this.reach()).send(list).catch(absent('NoSuchBucket'))
    const old = (found?.Contents ?? []).filter(({ LastModified }) => LastModified && LastModified < moment)
    return old.flatMap(({ Key }) => (Key ? [Key] : []))
  }

  presignPut: ObjectStore['presignPut'] = async (key, { bytes, type, seconds }) => {
    const { S3_PUBLIC_ENDPOINT: endpoint } = this.settings
    if (!endpoint) return null
    const [{ PutObjectCommand }, { getSignedUrl }] = await Promise.all([sdk(), import('@aws-sdk/s3-request-presigner')])
    this.outside ??= clientFor(this.settings, endpoint)
    const command = new PutObjectCommand({ Bucket: this.bucket, Key: key, ContentLength: bytes, ContentType: type, IfNoneMatch: '*' })
    const bound = new Set(['content-type', 'content-length', 'if-none-match'])
    const options = { expiresIn: seconds, signableHeaders: bound, unhoistableHeaders: bound }
    const url = await getSignedUrl(await this.outside, command, options)
    return { url, headers: { 'content-type': type, 'content-length': String(bytes), 'if-none-match': '*' } }
  }

  private reach(): Promise<S3Client> {
    this.client ??= clientFor(this.settings, this.settings.S3_ENDPOINT)
    return this.client
  }

  /** Writes; where the bucket is missing it is made first, so that a new store needs no preparing. */
  private async inBucket<T>(write: (client: S3Client) => Promise<T>): Promise<T> {
    const client = await this.reach()
    try {
      return await write(client)
    } catch (error) {
      if (!isNamed(error, 'NoSuchBucket')) throw error
      const { CreateBucketCommand } = await sdk()
      await client.send(new CreateBucketCommand({ Bucket: this.bucket })).catch(absent('BucketAlreadyOwnedByYou'))
      return write(client)
    }
  }
}

/** A store in a bucket of an S3-compatible server. */
export const s3Store = (settings: S3Settings): ObjectStore => new S3Store(settings)
