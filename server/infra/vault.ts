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
  encrypt: z.object({ data: z.object({ ciphertext: z.string().max(1_024) }) }),
}

/** What is wrong, by the status of the answer. */
const faults: Record<number, string> = {
  400: 'it does not take what it was asked: is KMS_KEY the key that wrapped the root key?',
  403: 'it refuses KMS_TOKEN',
  404: 'it does not know KMS_KEY',
  503: 'it is sealed',
}

function tokenOf(): string {
  if (env.KMS_TOKEN) return env.KMS_TOKEN
  try {
    return readFileSync(env.KMS_TOKEN_FILE ?? '', 'utf8').trim()
  } catch {
    throw new MasterKeyError('KMS_TOKEN_FILE cannot be read.')
  }
}

function addressOf(act: keyof typeof answers): URL {
  const path = env.KMS_KEY ?? ''
  const cut = path.lastIndexOf('/')
  const [mount, name] = cut < 0 ? ['transit', path] : [path.slice(0, cut), path.slice(cut + 1)]
  return new URL(`/v1/${mount}/${act}/${name}`, env.KMS_URL)
}

async function ask<A extends keyof typeof answers>(act: A, body: Record<string, string>): Promise<z.infer<(typeof answers)[A]>> {
  const headers = { 'content-type': 'application/json', 'x-vault-token': tokenOf() }
  const signal = AbortSignal.timeout(patience)
  const response = await fetch(addressOf(act), { method: 'POST', headers, body: JSON.stringify(body), signal, redirect: 'error' }).catch(
    () => null,
  )
  if (!response) throw new MasterKeyError(`The key management service at KMS_URL does not answer within ${patience / 1_000} s.`)
  if (!response.ok)
    throw new MasterKeyError(`The key management service at KMS_URL answers ${response.status}: ${faults[response.status] ?? 'see its log'}.`)
  const answer = answers[act].safeParse(await response.json().catch(() => null))
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
