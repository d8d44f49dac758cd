import { env } from './env'
import { localStore } from './local-store'
import { s3Store } from './s3-store'

/** Where an integrator may put one object by themselves, and what the request must say. */
export interface PresignedUpload {
  url: string
  headers: Record<string, string>
}

/** Where files stand: a folder of this machine or a bucket. Keys are made by us, of ids; no name that somebody typed is ever part of one. */
export interface ObjectStore {
  put: (key: string, body: Buffer) => Promise<void>
  /** Takes a file over; it is gone from its place afterwards. @returns false when there is an object of this key already */
  take: (key: string, path: string) => Promise<boolean>
  /** The object; null when there is none. @throws RangeError for one that is longer than `most` bytes: it is not read */
  read: (key: string, most: number) => Promise<Buffer | null>
  /** Length of an object; null when there is none. */
  sizeOf: (key: string) => Promise<number | null>
  /** Removes what is there of these. */
  remove: (keys: readonly string[]) => Promise<void>
  /** Keys that begin so and were last written before a moment; at most a thousand. */
  listBefore: (prefix: string, moment: Date) => Promise<string[]>
  /** A request by which one object of this length and type can be put there once, for so many seconds; null where none can be made. */
  presignPut: (key: string, object: { bytes: number; type: string; seconds: number }) => Promise<PresignedUpload | null>
}

/** The store of this installation. */
export const storage: ObjectStore = env.S3_BUCKET ? s3Store(env) : localStore(env.DATA_DIR)
