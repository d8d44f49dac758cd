import { lookup } from 'node:dns'
import { lookup as lookUp } from 'node:dns/promises'
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

/** Whether an address stands in one of some networks. */
export const isInNetworks = (networks: BlockList, address: string): boolean =>
  isIP(address) !== 0 && networks.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** Where a request may go: which addresses are no secret of the network of this server. */
export type IsOpen = (address: string) => boolean

/** Where a request may go, before its name is looked up. @throws OutboundRefused */
export function checkUrl(url: URL, isOpen: IsOpen, allowsPlain: boolean): void {
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && (allowsPlain || env.NODE_ENV === 'test'))
  if (!allowed) throw new OutboundRefused('Only https addresses are asked')
  if (url.username || url.password) throw new OutboundRefused('An address may not hold a password')
  const host = bareHost(url)
  // A literal address is never looked up, so it is checked here.
  if (isIP(host) && !isOpen(host)) throw new OutboundRefused('The address is not in the internet')
}

/** The name or address of a server, without the brackets of IPv6. */
const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** Looks a name up and connects to what was checked: a name that changes its mind in between changes nothing. */
export const checkedLookup =
  (isOpen: IsOpen): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isOpen(address)))
        return callback(new OutboundRefused('The name leads to an address that is not in the internet'), '')
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })

/**
 * Looks up where a server of others stands that is not asked by HTTP, and whether it may be asked.
 * @param networks networks that stand open beside the internet
 * @returns an address to connect to, and whether it is in one of these networks
 * @throws OutboundRefused, or the error of the look-up
 */
export async function checkedAddress(
  url: URL,
  networks: BlockList,
  allowsPrivate = env.OUTBOUND_PRIVATE_ADDRESSES,
): Promise<{ address: string; isNear: boolean }> {
  const found = await lookUp(bareHost(url), { all: true })
  const [first] = found
  const isNear = found.every(({ address }) => isInNetworks(networks, address))
  if (!first || !(allowsPrivate || isNear || found.every(({ address }) => isPublicAddress(address))))
    throw new OutboundRefused('The name leads to an address that is not in the internet')
  return { address: first.address, isNear }
}

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
  /** Networks inside this one that may be asked, also without TLS. */
  networks?: BlockList
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
  { allowsPrivate = env.OUTBOUND_PRIVATE_ADDRESSES, networks, patience = usualPatience, most = usualMost }: OutboundOptions = {},
): Promise<Response> {
  const url = new URL(address)
  const isPlain = url.protocol === 'http:'
  const isNear: IsOpen = (found) => networks !== undefined && isInNetworks(networks, found)
  // Without TLS nothing goes further than these networks.
  const isOpen: IsOpen = (found) => allowsPrivate || isNear(found) || ((!isPlain || networks === undefined) && isPublicAddress(found))
  checkUrl(url, isOpen, networks !== undefined)
  const timeout = AbortSignal.timeout(patience)
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(!allowsPrivate && { lookup: checkedLookup(isOpen) }),
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
