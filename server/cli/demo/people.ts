import { newId } from '../../core/ids'
import { builtInRoles } from '../../core/permissions'
import { prisma } from '../../infra/db'
import type { MadeOrganization } from './organizations'

type RoleName = keyof typeof builtInRoles

/** Somebody of the demo: their role decides what `demo.json` calls them. */
interface DemoPerson {
  role: RoleName
  name: string
  email: string
  position?: string
}

const people: Record<string, DemoPerson[]> = {
  'north-port': [
    { role: 'OrgAdmin', name: 'Ольга Миронова', email: 'admin@north-port.example', position: 'Руководитель АХО' },
    { role: 'SecurityOfficer', name: 'Сергей Кузьмин', email: 'security@north-port.example' },
    { role: 'Operator', name: 'Мария Белова', email: 'operator@north-port.example' },
    { role: 'Host', name: 'Анна Крылова', email: 'host@north-port.example', position: 'Директор по логистике' },
    { role: 'Host', name: 'Дмитрий Орлов', email: 'd.orlov@north-port.example', position: 'Инженер терминала' },
    { role: 'Developer', name: 'Павел Ильин', email: 'developer@north-port.example' },
  ],
  'aurora-labs': [
    { role: 'OrgAdmin', name: 'Grace Holloway', email: 'admin@aurora-labs.example', position: 'Head of Operations' },
    { role: 'Host', name: 'Daniel Okafor', email: 'host@aurora-labs.example', position: 'Principal Scientist' },
  ],
  'north-port-sandbox': [{ role: 'Host', name: 'Тестовый сотрудник', email: 'host@sandbox.example' }],
}

const platformAdmin: DemoPerson = { role: 'PlatformAdmin', name: 'Platform Administrator', email: 'platform@guest-center.example' }

/** Where the demo's people stand in `demo.json`, by the key of contracts.md. */
export const signIns = {
  platformAdmin: platformAdmin.email,
  orgAdmin: 'admin@north-port.example',
  securityOfficer: 'security@north-port.example',
  operator: 'operator@north-port.example',
  host: 'host@north-port.example',
  developer: 'developer@north-port.example',
} as const

/** The same for the other organization. */
export const otherSignIns = { orgAdmin: 'admin@aurora-labs.example', host: 'host@aurora-labs.example' } as const

async function makePerson({ role, name, email }: DemoPerson, organization: MadeOrganization | null, now: Date): Promise<string> {
  const id = newId()
  await prisma.user.create({ data: { id, email, name, locale: organization?.demo.locale ?? 'EN', status: 'ACTIVE', createdAt: now } })
  await prisma.userRole.create({
    data: { id: newId(), userId: id, roleId: builtInRoles[role].id, organizationId: organization?.id ?? null },
  })
  if (organization)
    await prisma.membership.create({
      data: { id: newId(), organizationId: organization.id, userId: id, name, createdAt: now, acceptedAt: now },
    })
  return id
}

/** Writes the platform's administrator. */
export const makePlatformAdmin = (now: Date): Promise<string> => makePerson(platformAdmin, null, now)

/** Writes the people of an organization. @returns ids of its hosts */
export async function makePeople(organization: MadeOrganization, now: Date): Promise<string[]> {
  const hosts: string[] = []
  for (const person of people[organization.code] ?? []) {
    const userId = await makePerson(person, organization, now)
    if (person.role !== 'Host') continue
    const id = newId()
    await prisma.host.create({ data: { id, organizationId: organization.id, userId, position: person.position ?? null } })
    hosts.push(id)
  }
  return hosts
}
