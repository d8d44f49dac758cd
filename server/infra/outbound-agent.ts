import { Agent } from 'undici'
import { checkedLookup, checkUrl, isPublicAddress, type IsOpen } from './outbound'
import { env } from './env'

/** How long a server of others may take until it is connected to, in milliseconds. */
const connectPatience = 10_000

/** Where deliveries may go. Where the operator opens this network, also without TLS. */
const isOpenTo =
  (allowsPrivate: boolean): IsOpen =>
  (address) =>
    allowsPrivate || isPublicAddress(address)

/**
 * Whether an address may be delivered to at all: https only, no password in it, no literal address inside this network; unless the
 * operator allows that. What its name leads to is checked by the agent when it connects.
 * @throws OutboundRefused
 */
export function checkDeliveryUrl(url: URL, allowsPrivate = env.OUTBOUND_PRIVATE_ADDRESSES): void {
  checkUrl(url, isOpenTo(allowsPrivate), allowsPrivate)
}

/**
 * Connections to servers of others that are kept open from one request to the next. A name is looked up and checked when a connection is
 * made, and the connection goes to what was checked. Redirects are answers like any other.
 */
export const outboundAgent = (allowsPrivate = env.OUTBOUND_PRIVATE_ADDRESSES): Agent =>
  new Agent({
    connect: { timeout: connectPatience, ...(!allowsPrivate && { lookup: checkedLookup(isOpenTo(false)) }) },
    // What bounds them is how many deliveries are under way: one that hangs keeps no connection from another.
    connections: null,
    pipelining: 1,
  })
