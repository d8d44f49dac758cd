import { isIP } from 'node:net'
import { getHeader, type H3Event } from 'h3'
import { env } from './env'

/**
 * The address of a caller, as far as it is known: of the connection itself, or behind proxies of ours the one that the outermost of
 * them wrote down. Each proxy adds to the right whom it was asked by; what stands further to the left a caller may have written.
 * @param connection address of the other end of the connection
 * @param forwarded the header `X-Forwarded-For`
 * @param proxies how many proxies of ours stand in between; 0 believes no header
 * @returns an IPv4 or IPv6 address, or null
 */
export function addressOf(
  connection: string | null | undefined,
  forwarded: string | null | undefined,
  proxies = env.TRUST_PROXY,
): string | null {
  const chain = [...(proxies > 0 ? (forwarded ?? '').split(',') : []), connection ?? ''].map(plain)
  // A header shorter than the chain of proxies was not written by all of them: then the leftmost is what a proxy of ours saw.
  const address = chain.filter(Boolean).at(-1 - proxies) ?? chain.find(Boolean)
  return address && isIP(address) ? address : null
}

/** The address that a request came from; null where nobody knows. */
export const clientAddress = (event: H3Event): string | null =>
  addressOf(event.node.req.socket.remoteAddress, getHeader(event, 'x-forwarded-for'))

/** Without the port and the brackets that some proxies add, and IPv4 as IPv4. */
function plain(text: string): string {
  const bare = text.trim().replace(/^\[(.+)\](?::\d+)?$/, '$1')
  const host = /^[\d.]+:\d+$/.test(bare) ? bare.slice(0, bare.lastIndexOf(':')) : bare
  return host.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
