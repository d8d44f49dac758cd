import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createRouter, toNodeListener } from 'h3'
import scim from '../../../../server/routes/api/scim/v2/[...path]'
import { newId } from '../../../../server/core/ids'
import { hashToken, newToken } from '../../../../server/core/token'
import { applyGroupRoles } from '../../../../server/domains/security/use-cases/provisioning/apply-group-roles'
import { prisma } from '../../../../server/infra/db'
import type { TestOrganization } from '../../../setup/organization'

/** What the tests look at in bodies; each has some of it. */
export interface Body {
  id: string
  userName: string
  displayName: string
  active: boolean
  members: { value: string }[]
  groups: { value: string }[]
  meta: { version: string }
  totalResults: number
  Resources: Body[]
  scimType: string
  schema: string
}

/** What the product answered. */
export interface Answer {
  status: number
  headers: Headers
  body: Body
}

/** A directory that speaks to the product over HTTP. */
export type Directory = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Starts the endpoint. @returns its address, and what stops it */
export async function startEndpoint(): Promise<{ url: string; stop: () => void }> {
  const server = createServer(toNodeListener(createApp().use(createRouter().use('/api/scim/v2/**', scim))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/scim/v2`, stop: () => void server.close() }
}

/** Makes a token of an organization. */
export async function makeToken(org: TestOrganization, dates: { expiresAt?: Date; revokedAt?: Date } = {}): Promise<string> {
  const token = newToken('gcr_')
  const createdAt = new Date()
  const row = { id: newId(), organizationId: org.id, tokenHash: hashToken(token), hint: 'gcr_', createdAt }
  await prisma.provisioningToken.create({ data: { ...row, expiresAt: new Date(createdAt.getTime() + 86_400_000), ...dates } })
  return token
}

/** A directory with a token. */
export const directoryAt =
  (url: string, token: string): Directory =>
  async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text || 'null') as Body }
  }

/** Does what the worker would do by now with everything that groups changed in an organization, each job twice. */
export async function followGroups(org: TestOrganization): Promise<void> {
  const events = await prisma.outboxEvent.findMany({
    where: { organizationId: org.id, type: 'group_roles.changed' },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  })
  for (const { id: eventId, payload } of events) {
    const { userIds } = payload as { userIds: string[] }
    await applyGroupRoles({ eventId, organizationId: org.id }, { userIds })
    await applyGroupRoles({ eventId, organizationId: org.id }, { userIds })
  }
}

/** The actions that the audit log of an organization holds, in order. */
export async function actionsOf(org: TestOrganization): Promise<string[]> {
  const rows = await prisma.auditLog.findMany({ where: { organizationId: org.id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ action }) => action)
}

/** The keys of the roles that somebody holds in an organization. */
export async function rolesOf(org: TestOrganization, userId: string): Promise<string[]> {
  const rows = await prisma.userRole.findMany({ where: { organizationId: org.id, userId }, include: { role: true } })
  return rows.map(({ role }) => role.key).sort()
}
