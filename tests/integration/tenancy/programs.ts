import { newApiKey } from '../../../server/core/api-key'
import { newId } from '../../../server/core/ids'
import { integratorScopes } from '../../../server/core/permissions'
import { hashToken, newToken } from '../../../server/core/token'
import { insertRequests } from '../../../server/domains/developer-console/request-log/write-requests.sql'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'

/** What of an organization is used by programs and scanners. */
export interface Programs {
  apiKeys: { everything: string; nothing: string }
  deviceToken: string
  ids: { Application: string; ApiKey: string; ApiRequest: string; Device: string; ServiceClient: string }
}

/** Makes a key of an application. @returns its id and the key */
export async function createKey(
  org: TestOrganization,
  applicationId: string,
  scopes: readonly string[] = [],
  dates: { expiresAt?: Date; revokedAt?: Date; rotatedAt?: Date; lastUsedAt?: Date } = {},
): Promise<{ id: string; key: string }> {
  const { key, keyHash } = newApiKey(false)
  const row = { id: newId(), organizationId: org.id, applicationId, hint: 'gc_live_', createdAt: new Date() }
  await prisma.apiKey.create({ data: { ...row, keyHash, scopes: [...scopes], ...dates } })
  return { id: row.id, key }
}

/** Makes a scanner that waits for nothing and has been everything. @returns its id and token */
export async function createDevice(org: TestOrganization, dates: { revokedAt?: Date } = {}): Promise<{ id: string; token: string }> {
  const [id, token, now] = [newId(), newToken('gcd_'), new Date()]
  const enrolment = { enrolledAt: now, lastSeenAt: now, enrolmentHash: hashToken(id), enrolmentExpiresAt: now }
  const device = { id, organizationId: org.id, siteId: org.site.id, name: 'x', tokenHash: hashToken(token), createdAt: now }
  const reported = { batteryPercent: 50, isCharging: true, appVersion: 'x', pendingScans: 1, rosterAt: now, reportedAt: now }
  // What is revoked was locked before.
  const locked = dates.revokedAt ? { lockedAt: dates.revokedAt, lockReason: 'x' } : {}
  await prisma.device.create({ data: { ...device, ...enrolment, ...reported, ...locked, ...dates } })
  const gates = org.gates.map((gate) => ({ organizationId: org.id, deviceId: id, gateId: gate.id, mayAdmit: true, mayCheckOut: true }))
  await prisma.deviceGate.createMany({ data: gates })
  return { id, token }
}

/** Makes a service client of an application. @returns its id */
export async function createServiceClient(org: TestOrganization, applicationId: string, dates: { revokedAt?: Date } = {}): Promise<string> {
  const [id, now] = [newId(), new Date()]
  const row = { id, organizationId: org.id, applicationId, secretHash: hashToken(id), scopes: [...integratorScopes] }
  await prisma.serviceClient.create({ data: { ...row, createdAt: now, lastUsedAt: now, ...dates } })
  return id
}

/** A request of a key that failed, with its sum. @returns its id */
async function createRequest({ id: organizationId }: TestOrganization, applicationId: string, caller: string): Promise<string> {
  const [id, occurredAt] = [newId(), new Date()]
  const about = { organizationId, applicationId, caller, kind: 'QUERY', operationName: 'x', failed: true, code: 'x' } as const
  await insertRequests([{ ...about, id, requestedCost: 2, actualCost: 1, milliseconds: 1, occurredAt }])
  return id
}

/** An application with keys of each kind, and a scanner. */
export async function createPrograms(org: TestOrganization): Promise<Programs> {
  const [applicationId, createdAt] = [newId(), new Date()]
  const what = { name: 'x', description: 'x', scopes: [...integratorScopes] }
  await prisma.apiApplication.create({ data: { id: applicationId, organizationId: org.id, ...what, createdAt } })
  const [everything, nothing] = [await createKey(org, applicationId, integratorScopes), await createKey(org, applicationId)]
  const used = { expiresAt: createdAt, revokedAt: createdAt, rotatedAt: createdAt, lastUsedAt: createdAt }
  const ended = await createKey(org, applicationId, [], used)
  const ServiceClient = await createServiceClient(org, applicationId, { revokedAt: createdAt })
  const ApiRequest = await createRequest(org, applicationId, ended.id)
  return {
    apiKeys: { everything: everything.key, nothing: nothing.key },
    deviceToken: (await createDevice(org)).token,
    ids: {
      Application: applicationId,
      ApiKey: ended.id,
      ApiRequest,
      Device: (await createDevice(org, { revokedAt: createdAt })).id,
      ServiceClient,
    },
  }
}
