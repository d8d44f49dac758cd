import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server misbehaves, unless it does not. */
export type Whim = 'right' | 'sealed' | 'silent' | 'redirects' | 'no-vault' | 'wrong-length' | 'forgets' | 'garbled'

/** A server that speaks the part of the Transit API of Vault and OpenBao by which keys are wrapped, with keys of its own. */
export interface TransitServer {
  url: string
  token: string
  whim: Whim
  /** Wraps with its key `installation`, without being asked over the network. */
  wrap: (key: Buffer) => string
  close: () => Promise<void>
}

const prefix = 'vault:v1:'

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>
}

function encrypt(key: Buffer, plaintext: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return prefix + Buffer.concat([iv, cipher.update(plaintext, 'base64'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function decrypt(key: Buffer, ciphertext: string): string {
  const bytes = Buffer.from(ciphertext.slice(prefix.length), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64')
}

/** Starts one on a free port, with the key `installation` in the mounts `transit` and `keys/guests`, and another key beside it. */
export async function startTransit(): Promise<TransitServer> {
  const own = randomBytes(32)
  const keys = new Map([
    ['transit/installation', own],
    ...['transit/other', 'keys/guests/installation'].map((name) => [name, randomBytes(32)] as const),
  ])
  const state: TransitServer = {
    url: '',
    token: `s.${randomBytes(12).toString('hex')}`,
    whim: 'right',
    wrap: (key) => encrypt(own, key.toString('base64')),
    close: async () => {},
  }

  const answer = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, mount = '', act = '', name = ''] = /^\/v1\/(.+)\/(encrypt|decrypt)\/([\w-]+)$/.exec(request.url ?? '') ?? []
    const body = await bodyOf(request)
    if (state.whim === 'silent') return
    if (state.whim === 'sealed') return answer(response, 503, { errors: ['Vault is sealed'] })
    if (state.whim === 'redirects') return answer(response, 307, '', { location: `${state.url}/elsewhere` })
    if (state.whim === 'no-vault') return answer(response, 200, '<!doctype html>')
    if (request.headers['x-vault-token'] !== state.token) return answer(response, 403, { errors: ['permission denied'] })
    const key = keys.get(`${mount}/${name}`)
    if (!key || request.method !== 'POST') return answer(response, 404, { errors: ['encryption key not found'] })
    if (act === 'encrypt') {
      const plaintext = state.whim === 'forgets' ? randomBytes(32).toString('base64') : (body.plaintext ?? '')
      return answer(response, 200, { data: { ciphertext: encrypt(key, plaintext) } })
    }
    if (state.whim === 'wrong-length') return answer(response, 200, { data: { plaintext: randomBytes(16).toString('base64') } })
    if (state.whim === 'garbled') return answer(response, 200, { data: { plaintext: 'no base64!' } })
    try {
      answer(response, 200, { data: { plaintext: decrypt(key, body.ciphertext ?? '') } })
    } catch {
      answer(response, 400, { errors: ['cipher: message authentication failed'] })
    }
  }

  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  state.close = () =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return state
}
