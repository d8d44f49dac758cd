import { randomBytes } from 'node:crypto'
import { builtInRoles } from '../../server/core/permissions'
import { newId } from '../../server/core/ids'
import { createSigningKey } from '../../server/domains/credentials/use-cases/signing-keys'
import type { Locale } from '../../server/generated/prisma/client'
import { prisma } from '../../server/infra/db'

/** Names of the built-in roles. */
export type RoleName = keyof typeof builtInRoles

/** What a test may want otherwise than usual. */
export interface OrganizationOptions {
  name?: string
  timeZone?: string
  locale?: Locale
  identityCheck?: boolean
}

/** A user with one role in the organization. */
export interface TestUser {
  id: string
  email: string
  name: string
  role: RoleName
}

/** An organization of its own for one test, with everything that a visit needs. */
export interface TestOrganization {
  id: string
  code: string
  name: string
  site: { id: string; timeZone: string }
  gates: [{ id: string; name: string }, { id: string; name: string }]
  room: { id: string }
  /** The employee who receives guests; `host.user` is their account. */
  host: { id: string; user: TestUser }
  orgAdmin: TestUser
  securityOfficer: TestUser
  operator: TestUser
  developer: TestUser
}

/** Makes a user who holds one built-in role in an organization. Has no password: signs in only where a test gives one. */
export async function createUser(organizationId: string | null, role: RoleName): Promise<TestUser> {
  const id = newId()
  const user = { id, email: `${role.toLowerCase()}-${id}@example.com`, name: `${role} ${id.slice(-6)}` }
  await prisma.user.create({ data: { ...user, locale: 'EN', status: 'ACTIVE', createdAt: new Date() } })
  await prisma.userRole.create({ data: { id: newId(), userId: id, roleId: builtInRoles[role].id, organizationId } })
  if (organizationId !== null)
    await prisma.membership.create({
      data: { id: newId(), organizationId, userId: id, name: user.name, createdAt: new Date(), acceptedAt: new Date() },
    })
  return { ...user, role }
}

/** Makes the account of an employee and the host that they are in the organization. */
export async function createHost(organizationId: string): Promise<{ id: string; user: TestUser }> {
  const user = await createUser(organizationId, 'Host')
  const id = newId()
  await prisma.host.create({ data: { id, organizationId, userId: user.id, position: 'Engineer' } })
  return { id, user }
}

async function createPlaces(
  organizationId: string,
  options: OrganizationOptions,
): Promise<Pick<TestOrganization, 'site' | 'gates' | 'room'>> {
  const site = { id: newId(), timeZone: options.timeZone ?? 'Europe/Berlin' }
  const gates: TestOrganization['gates'] = [
    { id: newId(), name: 'Main entrance' },
    { id: newId(), name: 'Back entrance' },
  ]
  const room = { id: newId() }
  const identityCheck = options.identityCheck ?? false
  await prisma.site.create({
    data: {
      ...site,
      organizationId,
      name: 'Headquarters',
      address: 'Hauptstraße 1, Berlin',
      whatToBring: 'A passport',
      identityCheck,
      accessState: { create: {} },
    },
  })
  await prisma.gate.createMany({ data: gates.map((gate) => ({ ...gate, organizationId, siteId: site.id })) })
  await prisma.room.create({ data: { ...room, organizationId, siteId: site.id, name: 'Room 1', capacity: 6 } })
  return { site, gates, room }
}

/** Makes an organization with a brand, a site, two gates, a room, people of every role and a signing key. */
export async function createOrganization(options: OrganizationOptions = {}): Promise<TestOrganization> {
  const id = newId()
  const code = `t${randomBytes(8).toString('hex')}`
  const name = options.name ?? `Organization ${code}`
  const timeZone = options.timeZone ?? 'Europe/Berlin'
  await prisma.organization.create({ data: { id, code, name, timeZone, locale: options.locale ?? 'EN' } })
  await prisma.organizationBrand.create({ data: { organizationId: id, primaryColor: '#1d4ed8', updatedAt: new Date() } })
  await createSigningKey(prisma, id, new Date())
  const places = await createPlaces(id, options)
  return {
    id,
    code,
    name,
    ...places,
    host: await createHost(id),
    orgAdmin: await createUser(id, 'OrgAdmin'),
    securityOfficer: await createUser(id, 'SecurityOfficer'),
    operator: await createUser(id, 'Operator'),
    developer: await createUser(id, 'Developer'),
  }
}
