import type { Peer } from 'crossws'
import { authenticate, type Credentials } from '../../domains/security/use-cases/authenticate'
import type { Principal } from '../../core/ctx'
import { onEnding } from '../../infra/live'
import { rightsOf } from './rights'

/** How often the rights behind open connections are looked at again by themselves, in milliseconds: an ended session is told of. */
const recheck = 500

/** A connection whose rights are no longer those it was opened with: it may come back and is asked again what it may. */
const rightsChanged = 4205

/** All connections of this process that were opened with the same credentials; they are looked at together. */
interface Watch {
  /** Each connection with the rights it was opened with. */
  peers: Map<Peer, string>
  end: () => void
}

const watches = new Map<string, Watch>()

function closeUnlike(peers: Map<Peer, string>, principal: Principal): void {
  const rights = rightsOf(principal)
  for (const [peer, opened] of peers) {
    if (principal.actor.type === 'anonymous') peer.close(4403, 'Forbidden')
    else if (opened !== rights) peer.close(rightsChanged, 'Rights changed')
  }
}

function begin(credentials: Credentials, { actor }: Principal): Watch {
  const peers: Watch['peers'] = new Map()
  const look = () =>
    authenticate(credentials)
      .then((principal) => closeUnlike(peers, principal))
      .catch(() => undefined)
  const timer = setInterval(look, recheck)
  const ids = actor.type === 'user' ? [actor.sessionId, actor.id] : 'id' in actor ? [actor.id] : []
  const told = onEnding(ids, look)
  const end = () => {
    clearInterval(timer)
    told()
  }
  return { peers, end }
}

/**
 * Closes a connection with 4403 when its session, key or device has ended, and with 4205 when its rights have changed: at once when that
 * is told, else within half a second.
 * @param opened what the credentials were worth when the connection was opened
 * @returns ends the watch
 */
export function watchRights(peer: Peer, credentials: Credentials, opened: Principal): () => void {
  const key = JSON.stringify(credentials)
  const watch = watches.get(key) ?? begin(credentials, opened)
  watches.set(key, watch)
  watch.peers.set(peer, rightsOf(opened))
  return () => {
    watch.peers.delete(peer)
    if (watch.peers.size > 0 || watches.get(key) !== watch) return
    watches.delete(key)
    watch.end()
  }
}
