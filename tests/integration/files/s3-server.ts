import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** The key of the store. */
export const s3Key = { S3_ACCESS_KEY: 'AKIATESTTESTTEST', S3_SECRET_KEY: 'secret/of+the/store' }

/** A store that keeps its objects in memory, and takes no request that is not signed with its key. */
export interface S3Server {
  url: string
  /** What lies in it, by bucket and key. */
  objects: Map<string, { body: Buffer; at: Date }>
  buckets: Set<string>
  /** Requests that were refused, and why. */
  refused: string[]
  stop: () => Promise<void>
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)

interface Signed {
  credential: string
  signedHeaders: string
  signature: string
  date: string
  bodyHash: string
  query: URLSearchParams
}

/** What the request says of its signature: in its address or in its head. */
function signedOf(url: URL, { headers }: IncomingMessage): Signed | null {
  const query = new URLSearchParams(url.search)
  if (query.has('X-Amz-Signature')) {
    const signature = query.get('X-Amz-Signature') ?? ''
    query.delete('X-Amz-Signature')
    const [credential, signedHeaders, date] = ['Credential', 'SignedHeaders', 'Date'].map((name) => query.get(`X-Amz-${name}`) ?? '') as [
      string,
      string,
      string,
    ]
    return { credential, signedHeaders, signature, date, bodyHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD', query }
  }
  const parts = /Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)/.exec(headers.authorization ?? '')
  if (!parts) return null
  const [, credential = '', signedHeaders = '', signature = ''] = parts
  return {
    credential,
    signedHeaders,
    signature,
    date: String(headers['x-amz-date']),
    bodyHash: String(headers['x-amz-content-sha256']),
    query,
  }
}

function isExpired({ date, query }: Signed): boolean {
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return at + Number(query.get('X-Amz-Expires') ?? 900) * 1_000 < Date.now()
}

/** Why a request is not taken; null when it is signed for just this. */
function fault(url: URL, request: IncomingMessage, body: Buffer): string | null {
  const signed = signedOf(url, request)
  if (!signed) return 'AccessDenied'
  if (isExpired(signed)) return 'AccessDenied: expired'
  const [accessKey, day = '', region = '', service = '', last = ''] = signed.credential.split('/')
  if (accessKey !== s3Key.S3_ACCESS_KEY || last !== 'aws4_request') return 'InvalidAccessKeyId'
  if (/^[0-9a-f]{64}$/.test(signed.bodyHash) && signed.bodyHash !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const names = signed.signedHeaders.split(';')
  const head = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('')
  const query = [...signed.query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const canonical = [request.method, url.pathname, query, head, signed.signedHeaders, signed.bodyHash].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', signed.date, `${day}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n')
  const key = ['aws4_request'].reduce(hmac, hmac(hmac(hmac(`AWS4${s3Key.S3_SECRET_KEY}`, day), region), service))
  return hmac(key, toSign).toString('hex') === signed.signature ? null : 'SignatureDoesNotMatch'
}

const problem = (response: ServerResponse, status: number, code: string) =>
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)

function list(server: S3Server, bucket: string, prefix: string): string {
  const found = [...server.objects].filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
  const contents = found.map(
    ([name, { body, at }]) =>
      `<Contents><Key>${name.slice(bucket.length + 1)}</Key><LastModified>${at.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`,
  )
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`
}

function serve(server: S3Server, url: URL, request: IncomingMessage, response: ServerResponse, body: Buffer): unknown {
  const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/')
  const key = rest.join('/')
  if (!key && request.method === 'PUT') return response.writeHead(server.buckets.add(bucket) ? 200 : 500).end()
  if (!server.buckets.has(bucket)) return problem(response, 404, 'NoSuchBucket')
  if (!key)
    return response.writeHead(200, { 'content-type': 'application/xml' }).end(list(server, bucket, url.searchParams.get('prefix') ?? ''))
  const name = `${bucket}/${key}`
  const known = server.objects.get(name)
  if (request.method === 'PUT') {
    if (known && request.headers['if-none-match'] === '*') return problem(response, 412, 'PreconditionFailed')
    server.objects.set(name, { body, at: new Date() })
    return response.writeHead(200).end()
  }
  if (request.method === 'DELETE') return response.writeHead(server.objects.delete(name) ? 204 : 204).end()
  if (!known) return request.method === 'HEAD' ? response.writeHead(404).end() : problem(response, 404, 'NoSuchKey')
  response.writeHead(200, { 'content-length': known.body.length })
  return response.end(request.method === 'HEAD' ? undefined : known.body)
}

/** Starts a store on a free port. */
export async function startS3Server(): Promise<S3Server> {
  const made: S3Server = { url: '', objects: new Map(), buckets: new Set(), refused: [], stop: () => Promise.resolve() }
  const http = createServer((request, response) => {
    void buffer(request).then((body) => {
      const url = new URL(request.url ?? '/', made.url)
      const wrong = fault(url, request, body)
      if (wrong === null) return serve(made, url, request, response, body)
      made.refused.push(`${request.method} ${url.pathname}: ${wrong}`)
      return problem(response, 403, wrong.split(':')[0] ?? '')
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  made.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  made.stop = () =>
    new Promise((resolve) => {
      http.close(() => resolve())
      http.closeAllConnections()
    })
  return made
}
