import { anonymous, createCtx, type Ctx, type Principal } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { authenticate } from '../../../server/domains/security/use-cases/authenticate'
import { builtInRoles } from '../../../server/core/permissions'
import { prisma } from '../../../server/infra/db'
import { createSession, type World } from './world'

/** Somebody who asks: as the product recognises them by what they bring. */
export interface Caller {
  name: string
  ctx: Ctx
  /** The organization that is theirs, and the other one. */
  own: World
  foreign: World
  /** Whether they hold the links of a mail: an invite, and one to set a password. */
  holdsLinks: boolean
}

/** The names of the principals, in the order of the table. */
export const principalNames = [
  'PlatformAdmin',
  'PlatformAdminInside',
  'OrgAdmin',
  'SecurityOfficer',
  'Operator',
  'Host',
  'Colleague',
  'Developer',
  'Guest',
  'GuestLink',
  'Anonymous',
  'KeyWithoutScope',
  'KeyWithAllScopes',
  'Device',
  'Suspended',
  'OtherOrganization',
] as const

/** The same, and somebody who acts for the host: looked at beside them, not in the table. */
const everyName = [...principalNames, 'Delegate'] as const

type Name = (typeof everyName)[number]

async function platformAdmin(): Promise<string> {
  const id = newId()
  const account = { id, email: `platform-${id}@staff.example`, name: 'Platform', locale: 'EN', status: 'ACTIVE' } as const
  await prisma.user.create({ data: { ...account, createdAt: new Date() } })
  await prisma.userRole.create({ data: { id: newId(), userId: id, roleId: builtInRoles.PlatformAdmin.id, organizationId: null } })
  return id
}

/** A platform administrator who has entered an organization. */
async function entered(userId: string, organizationId: string, hasProved: boolean): Promise<Principal> {
  const { id, token } = await createSession(userId, null, hasProved)
  const data = { enteredOrganizationId: organizationId, enteredUntil: new Date(Date.now() + 3_600_000) }
  await prisma.session.update({ where: { id }, data, select: { id: true } })
  return authenticate({ session: token })
}

const byToken = (token: string): Promise<Principal> => authenticate({ authorization: `Bearer ${token}` })

/** Everybody who may ask, each recognised from a cookie or token of theirs. @param haveProved whether those in sessions have proved lately who they are */
export async function allCallers(ours: World, theirs: World, haveProved: boolean): Promise<Caller[]> {
  const bySession = async (userId: string, organizationId: string | null): Promise<Principal> =>
    authenticate({ session: (await createSession(userId, organizationId, haveProved)).token })
  const { org, people, apiKeys, deviceToken } = ours
  const recognised: Record<Name, Principal> = {
    PlatformAdmin: await bySession(await platformAdmin(), null),
    PlatformAdminInside: await entered(await platformAdmin(), org.id, haveProved),
    OrgAdmin: await bySession(org.orgAdmin.id, org.id),
    SecurityOfficer: await bySession(org.securityOfficer.id, org.id),
    Operator: await bySession(org.operator.id, org.id),
    Host: await bySession(org.host.user.id, org.id),
    Colleague: await bySession(people.colleague.id, org.id),
    Delegate: await bySession(people.delegate.id, org.id),
    Developer: await bySession(org.developer.id, org.id),
    Guest: await bySession(people.guest.id, org.id),
    GuestLink: anonymous,
    Anonymous: anonymous,
    KeyWithoutScope: await byToken(apiKeys.nothing),
    KeyWithAllScopes: await byToken(apiKeys.everything),
    Device: await byToken(deviceToken),
    Suspended: await bySession(people.suspended.id, org.id),
    OtherOrganization: await bySession(theirs.org.orgAdmin.id, theirs.org.id),
  }
  return everyName.map((name) => ({
    name,
    ctx: createCtx(recognised[name], { language: 'en' }),
    ...(name === 'OtherOrganization' ? { own: theirs, foreign: ours } : { own: ours, foreign: theirs }),
    holdsLinks: name === 'GuestLink',
  }))
}
