import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { newApiKey } from '../../core/api-key'
import { newId } from '../../core/ids'
import { integratorScopes } from '../../core/permissions'
import { hashToken, newToken } from '../../domains/security/token'
import { encodeGlobalId } from '../../graphql/global-id'
import { prisma } from '../../infra/db'
import { env } from '../../infra/env'
import { otherSignIns, signIns } from './people'

/** Sign-ins, keys and tokens of the demo are made anew: those of a lost `demo.json` stop working. @returns what goes into `demo.json` */
export async function makeCredentials(now: Date) {
  const find = (code: string) =>
    prisma.organization.findUniqueOrThrow({ where: { code }, include: { sites: { include: { gates: true }, orderBy: { id: 'asc' } } } })
  const [organization, other, sandbox] = await Promise.all([find('north-port'), find('aurora-labs'), find('north-port-sandbox')])
  const site = organization.sites[0]
  if (!site) throw new Error('The demo organization has no site')
  const password = `demo-${randomBytes(6).toString('hex')}`
  const passwordHash = await hash(password)
  const account = (email: string) => ({ email, password })
  await prisma.user.updateMany({
    where: { email: { in: [...Object.values(signIns), ...Object.values(otherSignIns)] } },
    data: { passwordHash },
  })
  return {
    url: env.PUBLIC_URL,
    graphql: new URL('/graphql', env.PUBLIC_URL).href,
    organization: { id: encodeGlobalId('Organization', organization.id), code: organization.code },
    site: { id: encodeGlobalId('Site', site.id) },
    gates: site.gates.map(({ id, name }) => ({ id: encodeGlobalId('Gate', id), name })),
    users: Object.fromEntries(Object.entries(signIns).map(([role, email]) => [role, account(email)])),
    otherOrganization: {
      id: encodeGlobalId('Organization', other.id),
      users: Object.fromEntries(Object.entries(otherSignIns).map(([role, email]) => [role, account(email)])),
    },
    apiKey: await makeKey(organization, now),
    sandboxApiKey: await makeKey(sandbox, now),
    deviceToken: await makeDevice(organization.id, site, now),
  }
}

async function makeKey({ id: organizationId, isSandbox }: { id: string; isSandbox: boolean }, now: Date): Promise<string> {
  const { key, keyHash, hint } = newApiKey(isSandbox)
  const scopes = [...integratorScopes]
  const earlier = await prisma.apiApplication.findFirst({ where: { organizationId } })
  const application =
    earlier ??
    (await prisma.apiApplication.create({
      data: { id: newId(), organizationId, name: 'Demo integration', description: 'curl, WebSocket', scopes, createdAt: now },
    }))
  await prisma.apiKey.updateMany({ where: { organizationId, revokedAt: null }, data: { revokedAt: now } })
  await prisma.apiKey.create({
    data: {
      id: newId(),
      organizationId,
      applicationId: application.id,
      keyHash,
      hint,
      scopes,
      createdAt: now,
    },
  })
  return key
}

async function makeDevice(organizationId: string, site: { id: string; gates: { id: string }[] }, now: Date): Promise<string> {
  const token = newToken('gcd_')
  await prisma.device.updateMany({ where: { organizationId, revokedAt: null }, data: { revokedAt: now } })
  const deviceId = newId()
  await prisma.device.create({
    data: {
      id: deviceId,
      organizationId,
      siteId: site.id,
      name: 'Сканер на входе',
      tokenHash: hashToken(token),
      createdAt: now,
      enrolledAt: now,
    },
  })
  await prisma.deviceGate.createMany({
    data: site.gates.map(({ id }) => ({ organizationId, deviceId, gateId: id, mayAdmit: true, mayCheckOut: true })),
  })
  return token
}
