import { lookup } from 'node:dns'
import { request as requestPlainly, type RequestOptions } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { env } from './env'

/** A request to somebody else's server that was not made, or whose answer was not taken. The message is safe to log. */
export class OutboundRefused extends Error {
  override name = 'OutboundRefused'

  constructor(
    message: string,
    /** Whether it is the address that may not be asked, or the answer that is too long. */
    readonly reason: 'address' | 'length' = 'address',
  ) {
    super(message)
  }
}

/** How long a server of others may take for everything, in milliseconds. */
const usualPatience = 10_000

/** How much of an answer is read, in bytes. */
const usualMost = 256 * 1_024

const inside = new BlockList()
const privateV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3'
for (const range of privateV4.split(' ')) {
  const [network = '', bits] = range.split('/')
  inside.addSubnet(network, Number(bits), 'ipv4')
}
// Of IPv6 only what is routed in the internet is let through, without the ranges that carry IPv4 addresses in them.
const internetV6 = new BlockList()
internetV6.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** Whether an address belongs to the internet: not to this machine, its network, or nobody. */
export function isPublicAddress(address: string): boolean {
  const bare = address.split('%', 1)[0] ?? ''
  switch (isIP(bare)) {
    case 4:
      return !inside.check(bare, 'ipv4')
    case 6:
      return internetV6.check(bare, 'ipv6') && !inside.check(bare, 'ipv6')
    default:
      return false
  }
}

/** Where a request may go, before its name is looked up. @throws OutboundRefused */
function checkUrl(url: URL, allowsPrivate: boolean): void {
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && env.NODE_ENV === 'test')
  if (!allowed) throw new OutboundRefused('Only https addresses are asked')
  if (url.username || url.password) throw new OutboundRefused('An address may not hold a password')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is never looked up, so it is checked here.
  if (isIP(host) && !allowsPrivate && !isPublicAddress(host)) throw new OutboundRefused('The address is not in the internet')
}

/** Looks a name up and connects to what was checked: a name that changes its mind in between changes nothing. */
const publicLookup: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new OutboundRefused('The name leads to an address that is not in the internet'), '')
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })

/** What is asked of another server. */
export interface OutboundRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array | null
  signal?: AbortSignal | null
}

/** What a caller may want otherwise than usual. */
interface OutboundOptions {
  allowsPrivate?: boolean
  /** How long the server may take for everything, in milliseconds. */
  patience?: number
  /** How much of the answer is read, in bytes. */
  most?: number
}

/**
 * Asks a server that an organization named: https only, no address inside the network unless the operator allows it, no redirects,
 * ten seconds and 256 KB at most where nothing else is said.
 * @throws OutboundRefused, or the error of the connection
 */
export async function fetchOutside(
  address: string,
  { method = 'GET', headers = {}, body, signal }: OutboundRequest = {},
  { allowsPrivate = env.OUTBOUND_PRIVATE_ADDRESSES, patience = usualPatience, most = usualMost }: OutboundOptions = {},
): Promise<Response> {
  const url = new URL(address)
  checkUrl(url, allowsPrivate)
  const timeout = AbortSignal.timeout(patience)
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(!allowsPrivate && { lookup: publicLookup }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestSecurely : requestPlainly)(url, { ...options, agent: false }, (answer) => {
      const parts: Buffer[] = []
      let size = 0
      answer.on('data', (part: Buffer) => {
        size += part.length
        if (size > most) answer.destroy(new OutboundRefused('The answer is too long', 'length'))
        else parts.push(part)
      })
      answer.on('error', reject)
      answer.on('end', () => resolve(responseOf(answer.statusCode ?? 502, answer.headers, Buffer.concat(parts))))
    })
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

function responseOf(status: number, headers: NodeJS.Dict<string | string[]>, body: Buffer): Response {
  const given = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]))
  const hasBody = ![204, 205, 304].includes(status)
  return new Response(hasBody ? new Uint8Array(body) : null, { status, headers: given })
}
