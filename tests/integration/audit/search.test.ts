import { beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../../server/core/audit'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asSecurityOfficer } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { attestedChain } from './recorded'

const passId = newId()
const days = ['2026-11-01', '2026-11-02', '2026-11-03']
let org: TestOrganization
let other: TestOrganization

beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
  for (const [index, day] of days.entries()) {
    const ctx = asSecurityOfficer(org, { now: () => new Date(`${day}T12:00:00Z`) })
    const entity = index === 1 ? { type: 'User', id: org.host.user.id } : { type: 'VisitPass', id: passId }
    await ctx.transaction((tx) => audit(ctx, tx, index === 1 ? 'user.suspend' : 'pass.revoke', entity, { reason: day }))
  }
})

const list = `query ($action: String, $filter: AuditFilter) {
  auditLog(first: 10, action: $action, filter: $filter) { edges { node { reason details userAgent } } } }`
async function reasons(of: TestOrganization, variables: Record<string, unknown>): Promise<string[]> {
  const data = await dataOf<{ auditLog: { edges: { node: { reason: string } }[] } }>(asSecurityOfficer(of), list, variables)
  return data.auditLog.edges.map(({ node }) => node.reason)
}

it('the audit log names the people and things of its organization, and nobody of another', async () => {
  const document = `query { auditLog(first: 10) { edges { node { action actorName entityName } } } }`
  const [from, ctx] = [asSecurityOfficer(other), asSecurityOfficer(org)]
  await from.transaction(async (tx) => {
    await audit(from, tx, 'device.add', { type: 'Gate', id: other.gates[0].id })
    await audit(from, tx, 'device.revoke', { type: 'Gate', id: org.gates[0].id })
    await audit(from, tx, 'visitor.export', { type: 'Visitor', id: newId() })
  })
  type Named = { auditLog: { edges: { node: { action: string; actorName: string | null; entityName: string | null } }[] } }
  const named = async (of: typeof ctx) => (await dataOf<Named>(of, document)).auditLog.edges.map(({ node }) => node)
  expect(await named(from)).toEqual([
    { action: 'visitor.export', actorName: other.securityOfficer.name, entityName: null },
    { action: 'device.revoke', actorName: other.securityOfficer.name, entityName: null },
    { action: 'device.add', actorName: other.securityOfficer.name, entityName: other.gates[0].name },
  ])
  expect((await named(ctx)).find(({ action }) => action === 'user.suspend')).toEqual({
    action: 'user.suspend',
    actorName: org.securityOfficer.name,
    entityName: org.host.user.name,
  })
})

describe('the audit log is narrowed', () => {
  it('to one thing, a person by their membership too', async () => {
    expect(await reasons(org, { filter: { entityId: gid('VisitPass', passId) } })).toEqual([days[2], days[0]])
    const member = await prisma.membership.findFirstOrThrow({ where: { organizationId: org.id, userId: org.host.user.id } })
    expect(await reasons(org, { filter: { entityId: gid('Member', member.id) } })).toEqual([days[1]])
    expect(await reasons(org, { filter: { entityId: 'nonsense' } })).toEqual([])
  })

  it('to a time, an action, a request, and all of these', async () => {
    const [row] = await prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'user.suspend' } })
    expect(await reasons(org, { filter: { from: `${days[1]}T12:00:00Z`, to: `${days[2]}T12:00:00Z` } })).toEqual([days[1]])
    expect(await reasons(org, { filter: { search: row?.traceId } })).toEqual([days[1]])
    expect(await reasons(org, { filter: { search: org.securityOfficer.id } })).toHaveLength(3)
    expect(await reasons(org, { action: 'pass.revoke', filter: { from: `${days[1]}T00:00:00Z` } })).toEqual([days[2]])
  })

  it('never to what another organization did', async () => {
    expect(await reasons(other, { filter: { entityId: gid('VisitPass', passId) } })).toEqual([])
    expect(await reasons(other, { filter: { search: org.securityOfficer.id } })).toEqual([])
  })
})

describe('the chain', () => {
  const verify = '{ auditChain { state entries provenTo reason brokenAt } }'

  it('is verified for one’s own organization', async () => {
    const attested = await attestedChain(1)
    const intact = { state: 'INTACT', entries: 2, provenTo: 2, reason: null, brokenAt: null }
    expect(await dataOf(asSecurityOfficer(attested), verify)).toEqual({ auditChain: intact })
    await prisma.auditSeal.deleteMany({ where: { chain: attested.id, sequence: 2 } })
    const broken = { state: 'BROKEN', entries: 1, provenTo: 0, reason: 'CHAIN_TRUNCATED', brokenAt: 2 }
    expect(await dataOf(asSecurityOfficer(attested), verify)).toEqual({ auditChain: broken })
  })

  it('is not shown to who may not read the log', async () => {
    expect((await call(asHost(org), verify)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})
