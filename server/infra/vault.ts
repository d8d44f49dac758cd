import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { env } from './env'

/** The key that wraps the root key cannot be had, or does not open it. The message says what to do and holds no secret. */
export class MasterKeyError extends Error {
  override name = 'MasterKeyError'
}

/** How long the service may take to answer, in milliseconds. */
const patience = 10_000

const answers = {
  decrypt: z.object({ data: z.object({ plaintext: z.base64() }) }),
  encrypt: z.object({ data: z.object({ ciphertext: z.string().min(1).max(1_024) }) }),
}

type Act = keyof typeof answers

/** What is wrong, by the status of the answer. */
const faults: Record<number, string> = {
  400: 'it does not take what it was asked: is KMS_KEY the key that wrapped the root key?',
  403: 'it refuses KMS_TOKEN, or does not let it use KMS_KEY',
  404: 'it does not know KMS_KEY',
  503: 'it is sealed or in maintenance',
}

function tokenOf(): string {
  if (env.KMS_TOKEN) return env.KMS_TOKEN
  try {
    return readFileSync(env.KMS_TOKEN_FILE ?? '', 'utf8').trim()
  } catch {
    throw new MasterKeyError('KMS_TOKEN_FILE cannot be read.')
  }
}

function addressOf(act: Act): URL {
  const path = env.KMS_KEY ?? ''
  const cut = path.lastIndexOf('/')
  const [mount, name] = cut < 0 ? ['transit', path] : [path.slice(0, cut), path.slice(cut + 1)]
  return new URL(`/v1/${mount}/${act}/${name}`, env.KMS_URL)
}

/** Why nothing came back. */
function silence(error: unknown): MasterKeyError {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new MasterKeyError(`The key management service at KMS_URL does not answer within ${patience / 1_000} s.`)
  const { code } = (error instanceof Error ? (error.cause ?? {}) : {}) as { code?: string }
  return new MasterKeyError(`The key management service at KMS_URL cannot be reached${code ? ` (${code})` : ''}.`)
}

async function send(act: Act, body: Record<string, string>): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-vault-token': tokenOf() }
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(patience), redirect: 'error' as const }
  const response = await fetch(addressOf(act), request).catch((error: unknown) => {
    throw silence(error)
  })
  if (!response.ok)
    throw new MasterKeyError(
      `The key management service at KMS_URL answers ${response.status}: ${faults[response.status] ?? 'see its log'}.`,
    )
  return response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null
    throw silence(error)
  })
}

async function ask<A extends Act>(act: A, body: Record<string, string>): Promise<z.infer<(typeof answers)[A]>> {
  const answer = answers[act].safeParse(await send(act, body))
  if (!answer.success) throw new MasterKeyError('What answers at KMS_URL is no Vault or OpenBao with the Transit engine.')
  return answer.data as z.infer<(typeof answers)[A]>
}

/** Wraps a key with the service's own. @throws MasterKeyError */
export async function wrapWithVault(key: Buffer): Promise<Buffer> {
  const { data } = await ask('encrypt', { plaintext: key.toString('base64') })
  return Buffer.from(data.ciphertext)
}

/** Opens what {@link wrapWithVault} made. @throws MasterKeyError */
export async function unwrapWithVault(wrapped: Uint8Array): Promise<Buffer> {
  const { data } = await ask('decrypt', { ciphertext: Buffer.from(wrapped).toString() })
  return Buffer.from(data.plaintext, 'base64')
}
