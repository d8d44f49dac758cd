import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOrgAdmin } from '../../setup/principals'
import { scan, signedPass, type SignedPass } from '../scan/signed-pass'
import { call, dataOf, gid } from './graphql-call'

interface World {
  org: TestOrganization
  pass: SignedPass
  visitorId: string
  checkinId: string
  auditId: string
}

async function createWorld(): Promise<World> {
  const org = await createOrganization()
  const pass = await signedPass(org)
  const nonce = randomUUID()
  await scan(asOrgAdmin(org), org, pass.code, { nonce })
  const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
  const checkin = await prisma.checkin.findFirstOrThrow({ where: { organizationId: org.id, nonce } })
  const auditId = newId()
  const entry = {
    actorType: 'user',
    actorId: org.orgAdmin.id,
    action: 'pass.revoke',
    entityType: 'VisitPass',
    entityId: pass.id,
    details: {},
    traceId: 'a'.repeat(32),
  }
  await prisma.auditLog.create({ data: { id: auditId, organizationId: org.id, ...entry, createdAt: new Date() } })
  return { org, pass, visitorId, checkinId: checkin.id, auditId }
}

let ours: World
let theirs: World
beforeAll(async () => {
  ours = await createWorld()
  theirs = await createWorld()
})

const idsOf = ({ org, pass, visitorId, checkinId, auditId }: World): Record<string, string> => ({
  Organization: org.id,
  Site: org.site.id,
  Gate: org.gates[0].id,
  Room: org.room.id,
  Host: org.host.id,
  User: org.orgAdmin.id,
  Visitor: visitorId,
  Appointment: pass.appointmentId,
  VisitPass: pass.id,
  Checkin: checkinId,
  AuditEntry: auditId,
})

const types = ['Organization', 'Site', 'Gate', 'Room', 'Host', 'User', 'Visitor', 'Appointment', 'VisitPass', 'Checkin', 'AuditEntry']

describe.each(types)('%s', (type) => {
  const one = 'query ($id: ID!) { node(id: $id) { __typename id } }'
  const many = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'

  it('of ours is found by its id', async () => {
    const id = gid(type, idsOf(ours)[type]!)
    expect(await dataOf(asOrgAdmin(ours.org), one, { id })).toEqual({ node: { __typename: type, id } })
  })

  it('of another organization is as one that does not exist, alone and among ours', async () => {
    const ctx = asOrgAdmin(ours.org)
    const [mine, foreign, nowhere] = [idsOf(ours)[type]!, idsOf(theirs)[type]!, newId()].map((id) => gid(type, id))
    expect(await call(ctx, one, { id: foreign })).toEqual(await call(ctx, one, { id: nowhere }))
    expect(await dataOf(ctx, one, { id: foreign })).toEqual({ node: null })
    expect(await dataOf(ctx, many, { ids: [foreign, mine, nowhere] })).toEqual({ nodes: [null, { id: mine }, null] })
  })
})

const lists = {
  appointments:
    'edges { node { id site { id name } host { id } visitPasses(first: 5) { edges { node { id code visitor { id } checkins(first: 5) { edges { node { id } } } } } } } }',
  visitPasses: 'edges { node { id visitor { id name } appointment { id title } } }',
  checkins: 'edges { node { id gate { id name site { id } } visitPass { id } } }',
  visitors: 'edges { node { id name } }',
  hosts: 'edges { node { id name } }',
  sites: 'edges { node { id rooms(first: 5) { edges { node { id } } } gates(first: 5) { edges { node { id } } } } }',
  gates: 'edges { node { id } }',
  auditLog: 'edges { node { id entityId actorId } }',
}

const raw = (answer: unknown): string => JSON.stringify(answer)

/** Every id of a world as it would stand in an answer. */
const traces = (world: World): string[] => Object.entries(idsOf(world)).flatMap(([type, id]) => [gid(type, id), id])

describe.each(Object.entries(lists))('the list %s', (field, selection) => {
  it('shows ours and nothing of another organization', async () => {
    const answer = raw(await dataOf(asOrgAdmin(ours.org), `{ ${field}(first: 50) { ${selection} } }`))
    expect(traces(ours).some((id) => answer.includes(id))).toBe(true)
    expect(traces(theirs).filter((id) => answer.includes(id))).toEqual([])
  })
})

describe('a filter by an id of another organization', () => {
  const foreign = (): [list: string, filter: object, type: string][] => [
    ['appointments', { siteId: gid('Site', theirs.org.site.id) }, 'AppointmentFilter'],
    ['appointments', { hostId: gid('Host', theirs.org.host.id) }, 'AppointmentFilter'],
    ['visitPasses', { siteId: gid('Site', theirs.org.site.id) }, 'VisitPassFilter'],
    ['visitPasses', { appointmentId: gid('Appointment', theirs.pass.appointmentId) }, 'VisitPassFilter'],
    ['checkins', { siteId: gid('Site', theirs.org.site.id) }, 'CheckinFilter'],
    ['checkins', { gateId: gid('Gate', theirs.org.gates[0].id) }, 'CheckinFilter'],
  ]

  it('finds nothing, like an id that does not exist', async () => {
    for (const [list, filter, type] of foreign()) {
      const document = `query ($filter: ${type}) { ${list}(first: 50, filter: $filter) { edges { node { id } } } }`
      const [field, id] = Object.entries(filter)[0] as [string, string]
      const nowhere = {
        [field]: gid(field === 'siteId' ? 'Site' : field === 'hostId' ? 'Host' : field === 'gateId' ? 'Gate' : 'Appointment', newId()),
      }
      expect(id).toBeTruthy()
      expect(await dataOf(asOrgAdmin(ours.org), document, { filter })).toEqual({ [list]: { edges: [] } })
      expect(await dataOf(asOrgAdmin(ours.org), document, { filter: nowhere })).toEqual({ [list]: { edges: [] } })
    }
  })

  it('that is a cursor of another organization gives ours or nothing', async () => {
    const page = await dataOf<{ visitPasses: { pageInfo: { endCursor: string } } }>(
      asOrgAdmin(theirs.org),
      '{ visitPasses(first: 1) { pageInfo { endCursor } } }',
    )
    const answer = raw(
      await dataOf(asOrgAdmin(ours.org), 'query ($c: String) { visitPasses(first: 50, after: $c) { edges { node { id } } } }', {
        c: page.visitPasses.pageInfo.endCursor,
      }),
    )
    expect(traces(theirs).filter((id) => answer.includes(id))).toEqual([])
  })

  it('presence of a foreign site is that of none', async () => {
    const document = 'query ($siteId: ID!) { presence(siteId: $siteId) { inside } }'
    expect(await dataOf(asOrgAdmin(ours.org), document, { siteId: gid('Site', theirs.org.site.id) })).toEqual({ presence: null })
    expect(await dataOf(asOrgAdmin(ours.org), document, { siteId: gid('Site', ours.org.site.id) })).toMatchObject({
      presence: { inside: 1 },
    })
  })
})

describe('what is not the caller’s own', () => {
  it('is hidden from a host: the visits, passes and check-ins of a colleague', async () => {
    const colleague = asHost(ours.org, {}, await createHost(ours.org.id))
    const answer = raw(
      await dataOf(
        colleague,
        '{ appointments(first: 50) { edges { node { id } } } visitPasses(first: 50) { edges { node { id } } } checkins(first: 50) { edges { node { id } } } visitors(first: 50) { edges { node { id } } } }',
      ),
    )
    expect(traces(ours).filter((id) => answer.includes(id))).toEqual([])
    for (const type of ['Appointment', 'VisitPass', 'Checkin', 'Visitor']) {
      expect([type, await dataOf(colleague, 'query ($id: ID!) { node(id: $id) { id } }', { id: gid(type, idsOf(ours)[type]!) })]).toEqual([
        type,
        { node: null },
      ])
    }
    expect(raw(await dataOf(asHost(ours.org), '{ visitPasses(first: 50) { edges { node { id } } } }'))).toContain(
      gid('VisitPass', ours.pass.id),
    )
  })

  it('codes and invite links are hidden from a device and from a key without the scope', async () => {
    const document = '{ visitPasses(first: 5) { edges { node { code inviteUrl shortCode } } } }'
    const codes = async (ctx: Ctx) =>
      (await dataOf<{ visitPasses: { edges: { node: object }[] } }>(ctx, document)).visitPasses.edges.map(({ node }) => node)
    expect(await codes(await asApiKey(ours.org, {}, ['pass:read']))).toEqual([{ code: null, inviteUrl: null, shortCode: null }])
    expect(await codes(await asApiKey(ours.org))).toMatchObject([{ code: ours.pass.code, shortCode: ours.pass.shortCode }])
    const document2 = `mutation ($input: ScanPassInput!) { scanPass(input: $input) { ... on ScanDenied { visitPass { code inviteUrl shortCode } } } }`
    const input = { code: ours.pass.code, gateId: gid('Gate', ours.org.gates[0].id), direction: 'ENTRY', nonce: randomUUID() }
    expect(await dataOf(await asDevice(ours.org), document2, { input })).toEqual({
      scanPass: { visitPass: { code: null, inviteUrl: null, shortCode: null } },
    })
  })
})
