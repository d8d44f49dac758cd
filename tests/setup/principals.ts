import { createHash, randomBytes } from 'node:crypto'
import { anonymous, createCtx, type Ctx, type GateGrant, type Principal } from '../../server/core/ctx'
import { newId } from '../../server/core/ids'
import { builtInRoles, integratorScopes, isPermission, type Permission } from '../../server/core/permissions'
import { prisma } from '../../server/infra/db'
import type { Language } from '../../server/infra/i18n'
import type { RoleName, TestOrganization, TestUser } from './organization'

/** What a test may say about the caller's circumstances. */
export interface About {
  language?: Language
  /** The clock of the operation. */
  now?: () => Date
  /** Where the request comes from. */
  request?: Ctx['request']
}

const ctxOf = (principal: Principal, about: About): Ctx => createCtx(principal, { language: 'en', ...about })

/** The rights of a built-in role, split as a principal holds them: everywhere, and for what is their own. */
export function rightsOf(role: RoleName): Pick<Principal, 'permissions' | 'ownPermissions'> {
  const granted: readonly string[] = builtInRoles[role].permissions
  const own = granted.filter((text) => text.endsWith(':own')).map((text) => text.slice(0, -':own'.length))
  return { permissions: new Set(granted.filter(isPermission)), ownPermissions: new Set(own.filter(isPermission)) }
}

/** Somebody of the organization. */
export function asUser(org: TestOrganization, user: TestUser, about: About = {}, hostId: string | null = null): Ctx {
  const actor = { type: 'user', id: user.id, sessionId: newId() } as const
  return ctxOf({ ...anonymous, actor, organizationId: org.id, hostId, ...rightsOf(user.role) }, about)
}

/** The organization's host, or another one of it. */
export const asHost = (org: TestOrganization, about: About = {}, host: TestOrganization['host'] = org.host): Ctx =>
  asUser(org, host.user, about, host.id)

/** The organization's administrator. */
export const asOrgAdmin = (org: TestOrganization, about: About = {}): Ctx => asUser(org, org.orgAdmin, about)

/** The organization's security officer. */
export const asSecurityOfficer = (org: TestOrganization, about: About = {}): Ctx => asUser(org, org.securityOfficer, about)

/** The reception. */
export const asOperator = (org: TestOrganization, about: About = {}): Ctx => asUser(org, org.operator, about)

/** The organization's developer. */
export const asDeveloper = (org: TestOrganization, about: About = {}): Ctx => asUser(org, org.developer, about)

/** Nobody in particular. */
export const asAnonymous = (about: About = {}): Ctx => ctxOf(anonymous, about)

/** An integrator's key with some or all scopes. Makes the rows that the key stands for. */
export async function asApiKey(org: TestOrganization, about: About = {}, scopes: readonly Permission[] = integratorScopes): Promise<Ctx> {
  const applicationId = newId()
  const id = newId()
  const createdAt = new Date()
  const keyHash = createHash('sha256').update(randomBytes(32)).digest()
  await prisma.apiApplication.create({
    data: { id: applicationId, organizationId: org.id, name: 'Integration', scopes: [...scopes], createdAt },
  })
  await prisma.apiKey.create({
    data: {
      id,
      organizationId: org.id,
      applicationId,
      keyHash: new Uint8Array(keyHash),
      hint: 'gc_live_…test',
      scopes: [...scopes],
      createdAt,
    },
  })
  return ctxOf({ ...anonymous, actor: { type: 'key', id }, organizationId: org.id, permissions: new Set(scopes) }, about)
}

/** A kiosk enrolled at the organization's site. Makes its row. */
export async function asKiosk(org: TestOrganization, about: About = {}): Promise<Ctx> {
  const [id, tokenHash] = [newId(), new Uint8Array(createHash('sha256').update(randomBytes(32)).digest())]
  const now = new Date()
  await prisma.device.create({
    data: { id, organizationId: org.id, siteId: org.site.id, name: 'Kiosk', kind: 'KIOSK', tokenHash, createdAt: now, enrolledAt: now },
  })
  const actor = { type: 'device' as const, id, gates: new Map(), isLocked: false, kioskSiteId: org.site.id }
  return ctxOf({ ...anonymous, actor, organizationId: org.id }, about)
}

/** A scanner enrolled at every gate of the organization, both ways unless told otherwise. Makes its rows. */
export async function asDevice(
  org: TestOrganization,
  about: About = {},
  grant: GateGrant = { mayAdmit: true, mayCheckOut: true },
): Promise<Ctx> {
  const id = newId()
  const tokenHash = new Uint8Array(createHash('sha256').update(randomBytes(32)).digest())
  await prisma.device.create({
    data: { id, organizationId: org.id, siteId: org.site.id, name: 'Turnstile', tokenHash, createdAt: new Date(), enrolledAt: new Date() },
  })
  await prisma.deviceGate.createMany({
    data: org.gates.map((gate) => ({ organizationId: org.id, deviceId: id, gateId: gate.id, ...grant })),
  })
  const gates = new Map(org.gates.map((gate) => [gate.id, grant]))
  return ctxOf(
    {
      ...anonymous,
      actor: { type: 'device', id, gates },
      organizationId: org.id,
      permissions: new Set<Permission>(['scan:admit', 'gate:read']),
    },
    about,
  )
}
