import { LRUCache } from 'lru-cache'
import { isApiKey, scopesOf } from '../../../core/api-key'
import { anonymous, type GateGrant, type Principal } from '../../../core/ctx'
import { enteredPermissions, isPermission, type Permission } from '../../../core/permissions'
import type { Session } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { onEnding } from '../../../infra/live'
import { delegatedRights } from '../delegated-rights'
import { isNarrowed, narrowedRights } from '../narrowed-rights'
import { isTokenForm, readAccessToken } from '../access-token'
import { isIn } from '../policy'
import { hashToken } from '../token'

/** What a request brings to say who it is: an Authorization header or a session cookie. */
export interface Credentials {
  authorization?: string | undefined
  session?: string | undefined
  /** The cookie of an enrolled device: it counts where nobody is signed in. */
  device?: string | undefined
}

/**
 * Principals of this process, for one second: a revoked session, key or device is out everywhere within that second,
 * and a busy gate does not ask who it is on every scan. Whatever is announced as ended is forgotten at once.
 */
const recent = new LRUCache<string, Promise<Principal>>({ max: 5_000, ttl: 1_000 })

/** An access token is the longest of all. */
const longest = 2_000

/** How coarse "last seen" is, in milliseconds. */
const seenInterval = 5 * 60_000

let listening = false

function forgetWhatEnds(): void {
  if (listening) return
  listening = true
  onEnding(null, () => recent.clear())
}

/** Who a request comes from; anonymous for anything that is unknown, expired, revoked or suspended. */
export async function authenticate({ authorization, session, device }: Credentials, now = new Date()): Promise<Principal> {
  const principal = await recognise(bearer(authorization) ?? session, now)
  return principal.actor.type === 'anonymous' && device?.startsWith('gcd_') ? recognise(device, now) : principal
}

function recognise(token: string | undefined, now: Date): Promise<Principal> {
  if (!token || token.length > longest) return Promise.resolve(anonymous)
  let found = recent.get(token)
  if (!found) {
    forgetWhatEnds()
    found = lookUp(token, now)
    recent.set(token, found)
    found.catch(() => recent.delete(token))
  }
  return found
}

const bearer = (header: string | undefined): string | undefined => /^Bearer ([\w.-]{20,2000})$/i.exec(header ?? '')?.[1]

function lookUp(token: string, now: Date): Promise<Principal> {
  // A key with a mistake in it costs no look-up.
  if (isApiKey(token)) return byApiKey(token, now)
  if (token.startsWith('gcd_')) return byDevice(token, now)
  if (token.startsWith('gcs_')) return bySession(token, now)
  if (isTokenForm(token)) return byAccessToken(token, now)
  return Promise.resolve(anonymous)
}

async function byApiKey(token: string, now: Date): Promise<Principal> {
  const key = await prisma.apiKey.findUnique({ where: { keyHash: hashToken(token) } })
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now)) return anonymous
  noteUsed(key, now)
  const permissions = new Set(scopesOf(key.scopes))
  return {
    ...anonymous,
    actor: { type: 'key', id: key.id, applicationId: key.applicationId },
    organizationId: key.organizationId,
    permissions,
  }
}

async function byAccessToken(text: string, now: Date): Promise<Principal> {
  const token = await readAccessToken(text, now)
  if (!token) return anonymous
  const { clientId: id, organizationId } = token
  // The signature says what was granted, the row what of it still holds.
  const client = await prisma.serviceClient.findUnique({ where: { organizationId_id: { organizationId, id } } })
  if (!client || client.revokedAt) return anonymous
  const permissions = new Set(scopesOf(client.scopes).filter((scope) => token.scopes.includes(scope)))
  return { ...anonymous, actor: { type: 'key', id, applicationId: client.applicationId }, organizationId, permissions }
}

async function byDevice(token: string, now: Date): Promise<Principal> {
  const device = await prisma.device.findUnique({ where: { tokenHash: hashToken(token) }, include: { gates: true } })
  if (!device || device.revokedAt) return anonymous
  noteScanner(device, now)
  const own = { type: 'device' as const, id: device.id, isLocked: device.lockedAt !== null }
  // A kiosk has no rights but what its own use-cases look at.
  if (device.kind === 'KIOSK')
    return { ...anonymous, actor: { ...own, gates: new Map(), kioskSiteId: device.siteId }, organizationId: device.organizationId }
  const gates = new Map<string, GateGrant>(device.gates.map(({ gateId, mayAdmit, mayCheckOut }) => [gateId, { mayAdmit, mayCheckOut }]))
  return {
    ...anonymous,
    actor: { ...own, gates },
    organizationId: device.organizationId,
    permissions: new Set<Permission>(['scan:admit', 'gate:read']),
  }
}

async function bySession(token: string, now: Date): Promise<Principal> {
  const session = await prisma.session.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: { include: { roles: { include: { role: { include: { permissions: true } } } }, hosts: true, memberships: true } } },
  })
  if (!session || session.revokedAt || session.expiresAt <= now || session.user.status !== 'ACTIVE') return anonymous
  const { organizationId, providerOrganizationId, user } = session
  // What one organization's provider proved opens no other.
  if (providerOrganizationId !== null && providerOrganizationId !== organizationId) return anonymous
  const inside = await entryOf(session, now)
  if (inside) return inside
  const membership = user.memberships.find((row) => row.organizationId === organizationId)
  if (membership && !isIn(membership)) return anonymous
  noteSeen(session, now)
  // Until the second factor is there the person acts nowhere; the session serves to enrol.
  if (session.isEnrolling) return { ...anonymous, actor: { type: 'user', id: user.id, sessionId: session.id, isEnrolling: true } }
  const grants = user.roles.filter((grant) => grant.organizationId === organizationId)
  const held = grants.filter((grant) => !isNarrowed(grant)).flatMap((grant) => grant.role.permissions.map((row) => row.permission))
  const hostId = user.hosts.find((host) => host.organizationId === organizationId)?.id ?? null
  const narrow = grants.filter(isNarrowed)
  const [persistedDocumentsOnly, delegated, narrowed] = await Promise.all([
    isBoundToPages(session),
    organizationId !== null && hostId !== null ? delegatedRights(organizationId, hostId, now) : anonymous.delegated,
    organizationId !== null && narrow.length > 0 ? narrowedRights(organizationId, narrow) : anonymous.narrowed,
  ])
  return {
    actor: { type: 'user', id: user.id, sessionId: session.id, persistedDocumentsOnly },
    organizationId,
    hostId,
    delegated,
    permissions: new Set(held.filter(isPermission)),
    ownPermissions: new Set(
      held
        .filter((text) => text.endsWith(':own'))
        .map((text) => text.slice(0, -':own'.length))
        .filter(isPermission),
    ),
    narrowed,
  }
}

type SessionOfPerson = Session & {
  user: { id: string; roles: { organizationId: string | null; role: { permissions: { permission: string }[] } }[] }
}

/** Whether the organization in which a session acts lets it ask nothing but what the product's own pages ask. */
async function isBoundToPages({ organizationId, enteredOrganizationId }: Session): Promise<boolean> {
  const place = organizationId ?? enteredOrganizationId
  if (place === null) return false
  const policy = await prisma.securityPolicy.findUnique({ where: { organizationId: place }, select: { persistedDocumentsOnly: true } })
  return policy?.persistedDocumentsOnly ?? false
}

/** A platform administrator inside the organization that they have entered, until the time is over. */
async function entryOf(session: SessionOfPerson, now: Date): Promise<Principal | null> {
  const { enteredOrganizationId, enteredUntil, user } = session
  if (session.organizationId !== null || session.isEnrolling || !enteredOrganizationId || !enteredUntil || enteredUntil <= now) return null
  const manages = user.roles.some(
    (grant) => grant.organizationId === null && grant.role.permissions.some(({ permission }) => permission === 'platform:manage'),
  )
  if (!manages) return null
  noteSeen(session, now)
  const persistedDocumentsOnly = await isBoundToPages(session)
  return {
    ...anonymous,
    actor: { type: 'user', id: user.id, sessionId: session.id, insideUntil: enteredUntil, persistedDocumentsOnly },
    organizationId: enteredOrganizationId,
    permissions: new Set<Permission>(enteredPermissions),
  }
}

/** Notes that a key is in use, as {@link noteSeen} does of sessions. */
function noteUsed({ id, lastUsedAt }: { id: string; lastUsedAt: Date | null }, now: Date): void {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < seenInterval) return
  prisma.apiKey.updateMany({ where: { id, lastUsedAt, revokedAt: null }, data: { lastUsedAt: now } }).catch(() => undefined)
}

/** Notes that a device is in use, as {@link noteSeen} does of sessions. */
function noteScanner({ id, lastSeenAt }: { id: string; lastSeenAt: Date | null }, now: Date): void {
  if (lastSeenAt && now.getTime() - lastSeenAt.getTime() < seenInterval) return
  prisma.device.updateMany({ where: { id, lastSeenAt, revokedAt: null }, data: { lastSeenAt: now } }).catch(() => undefined)
}

/** Notes that a session is in use. Nobody waits for it, and a failure costs five minutes of precision. */
function noteSeen({ id, lastSeenAt }: { id: string; lastSeenAt: Date | null }, now: Date): void {
  if (lastSeenAt && now.getTime() - lastSeenAt.getTime() < seenInterval) return
  prisma.session.updateMany({ where: { id, lastSeenAt, revokedAt: null }, data: { lastSeenAt: now } }).catch(() => undefined)
}
