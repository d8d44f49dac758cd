import { createHash, randomBytes } from 'node:crypto'

/** The hash under which a token is kept: SHA-256, enough for 256 random bits. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(token).digest())

/** A new opaque token of 256 random bits with a prefix that tells people (and secret scanners) what it is. */
export const newToken = (prefix: string): string => prefix + randomBytes(32).toString('base64url')
