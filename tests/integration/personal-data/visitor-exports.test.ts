import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import type { Ctx } from '../../../server/core/ctx'
import { prisma } from '../../../server/infra/db'
import { createOrganization, createUser, type TestOrganization } from '../../setup/organization'
import { asApiKey, asHost, asOperator } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { inSession, send } from '../security/sessions-of-people'

import { clock, exporting, hour, reason } from './exporting'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})
const { visitors, as, request, idOf, decide, setLimit, make, fetched, rowOf, actions, told, waiting } = exporting(() => org)

describe('a file of many visitors', () => {
  it('is made at once up to the limit, sealed, and read by whoever asked for it', async () => {
    await visitors(2)
    await visitors(1, { name: '=HYPERLINK("x")' })
    const requester = await as(org.orgAdmin)
    const answer = await request(requester)
    expect(answer).toMatchObject({ visitorExportRequest: { status: 'APPROVED', rows: 3, needsSecondPerson: false } })
    const id = idOf(answer)
    expect(await fetched(requester, id)).toBeNull()
    await make(id)
    const text = await fetched(requester, id)
    expect(text?.split('\r\n')[0]).toBe('\uFEFFregisteredAt,name,email,phone,company,locale')
    expect(text?.match(/"Anna Petrova"/g)).toHaveLength(2)
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain(`"'+79161234567"`)
    const parts = await prisma.visitorExportPart.findMany({ where: { organizationId: org.id } })
    expect(parts.map(({ sealedRows }) => Buffer.from(sealedRows).includes('Petrova'))).toEqual([false])
    expect(await actions()).toEqual(['request', 'fetch'])
    expect(await told('READY')).toEqual([org.orgAdmin.id])
    const { details } = await prisma.auditLog.findFirstOrThrow({ where: { organizationId: org.id, action: 'visitor_export.request' } })
    expect(details).toMatchObject({ reason, rows: 3, needsSecondPerson: false })
  })

  it('holds the visitors of its period', async () => {
    const day = (text: string) => new Date(`2026-03-${text}T00:00:00Z`)
    for (const at of ['01', '02', '03']) await visitors(1, { at: day(at), name: `Visitor of ${at}` })
    const requester = await as(org.orgAdmin)
    const period = { registeredFrom: day('02').toISOString(), registeredTo: day('03').toISOString() }
    const id = idOf(await request(requester, period))
    await make(id)
    expect((await fetched(requester, id))?.match(/Visitor of \d+/g)).toEqual(['Visitor of 02'])
    expect(await request(requester, { registeredTo: '2020-01-01T00:00:00Z' })).toMatchObject({
      fields: [{ message: 'No visitors were registered in this period.' }],
    })
    const turned = { registeredFrom: period.registeredTo, registeredTo: period.registeredFrom }
    expect(await request(requester, turned)).toMatchObject({ fields: [{ path: ['input', 'registeredTo'] }] })
  })

  it('asks for a reason that says something, and for a fresh proof of who asks', async () => {
    await visitors(1)
    const stale = await inSession(org.orgAdmin, org.id, clock(), new Date(Date.now() - hour))
    expect(await request(await as(org.orgAdmin), { reason: '   short   ' })).toMatchObject({ fields: [{ path: ['input', 'reason'] }] })
    expect(await request(stale)).toMatchObject({ __typename: 'ConfirmationRequired' })
    expect(await setLimit(stale, 1)).toMatchObject({ __typename: 'ConfirmationRequired' })
  })

  it('is for people with the right over all visitors: no key, nobody else', async () => {
    await visitors(1)
    const document = 'mutation ($input: RequestVisitorExportInput!) { requestVisitorExport(input: $input) { __typename } }'
    for (const ctx of [await asApiKey(org, {}, ['privacy:manage']), asOperator(org), asHost(org)]) {
      const answers = await Promise.all([
        call(ctx, document, { input: { reason } }),
        call(ctx, '{ visitorExports(first: 1) { edges { node { id } } } }'),
        call(ctx, '{ visitorExportTerms { rows } }'),
      ])
      for (const { errors } of answers) expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await prisma.visitorExportRequest.count({ where: { organizationId: org.id } })).toBe(0)
  })

  it('is nobody’s in another organization', async () => {
    const { id, requester } = await waiting()
    const other = await createOrganization()
    const stranger = await as(other.securityOfficer, 0, other)
    for (const name of ['approve', 'decline'] as const) expect(await decide(stranger, name, id)).toMatchObject({ __typename: 'NotFound' })
    await decide(await as(org.securityOfficer), 'approve', id)
    await make(id, other)
    expect((await rowOf(id)).status).toBe('APPROVED')
    await make(id)
    expect(await fetched(stranger, id)).toBeNull()
    expect(await fetched(await as(org.securityOfficer), id)).toBeNull()
    expect(
      await dataOf(stranger, 'query ($id: ID!) { node(id: $id) { id } visitorExports(first: 5) { edges { node { id } } } }', { id }),
    ).toEqual({
      node: null,
      visitorExports: { edges: [] },
    })
    expect(await fetched(requester, id)).toContain('Anna Petrova')
  })
})

describe('the second person', () => {
  it('is asked above the limit, is another one, and is told', async () => {
    const { id, requester } = await waiting(2)
    expect(await rowOf(id)).toMatchObject({ status: 'REQUESTED', needsSecondPerson: true, rowCount: 2 })
    expect(await told('WAITS')).toEqual([org.securityOfficer.id])
    await make(id)
    expect(await rowOf(id)).toMatchObject({ status: 'REQUESTED', madeParts: 0 })
    for (const name of ['approve', 'decline'] as const)
      expect(await decide(requester, name, id)).toMatchObject({
        fields: [{ message: 'Another person has to decide this: you asked for it yourself.' }],
      })
    expect(await decide(await as(org.securityOfficer), 'approve', id)).toMatchObject({
      visitorExportRequest: { status: 'APPROVED', decidedBy: org.securityOfficer.name },
    })
    await make(id)
    expect((await fetched(requester, id))?.match(/Anna/g)).toHaveLength(2)
    expect(await actions()).toEqual(['request', 'approve', 'fetch'])
  })

  it('decides once, however many decide at once', async () => {
    const { id } = await waiting()
    const others = [org.securityOfficer, await createUser(org.id, 'SecurityOfficer'), await createUser(org.id, 'OrgAdmin')]
    const answers = await Promise.all(
      (await Promise.all(others.map((user) => as(user)))).flatMap((ctx) => [decide(ctx, 'approve', id), decide(ctx, 'decline', id)]),
    )
    expect(answers.filter(({ __typename }) => __typename.endsWith('Success'))).toHaveLength(1)
    const { status } = await rowOf(id)
    expect(await actions()).toEqual(['request', status === 'APPROVED' ? 'approve' : 'decline'])
    const allowed = await prisma.outboxEvent.count({ where: { organizationId: org.id, type: 'visitor_export.allowed' } })
    expect([status, allowed, await told('DECLINED')]).toEqual(
      status === 'APPROVED' ? ['APPROVED', 1, []] : ['DECLINED', 0, [org.orgAdmin.id]],
    )
  })

  it('may no more decide once suspended, and not after a week', async () => {
    const { id } = await waiting()
    const officer = await as(org.securityOfficer)
    const where = { organizationId_userId: { organizationId: org.id, userId: org.securityOfficer.id } }
    await prisma.membership.update({ where, data: { suspendedAt: new Date() } })
    const document = 'mutation ($input: ApproveVisitorExportInput!) { approveVisitorExport(input: $input) { __typename } }'
    expect((await call(officer, document, { input: { visitorExportRequestId: id } })).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    })
    const late = await as(await createUser(org.id, 'OrgAdmin'), 7 * 24 * hour + 1_000)
    expect(await decide(late, 'approve', id)).toMatchObject({ fields: [{ message: 'This request waits no longer.' }] })
  })

  it('is nobody whose role holds at one site only', async () => {
    const where = { userId: org.securityOfficer.id, organizationId: org.id }
    await prisma.userRole.updateMany({ where, data: { siteId: org.site.id, place: org.site.id } })
    const { id } = await waiting()
    expect(await told('WAITS')).toEqual([])
    const document = 'mutation ($input: ApproveVisitorExportInput!) { approveVisitorExport(input: $input) { __typename } }'
    const answer = await call(await as(org.securityOfficer), document, { input: { visitorExportRequestId: id } })
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
  })

  it('is nobody who came by a provider that is new, was changed, or did not know them: whoever runs it could be anybody', async () => {
    const { id } = await waiting()
    const [officer, yesterday] = [org.securityOfficer, new Date(Date.now() - 25 * hour)]
    const ctx = await as(officer)
    await prisma.session.updateMany({ where: { userId: officer.id }, data: { providerOrganizationId: org.id } })
    const provider = { organizationId: org.id, name: 'Own', issuer: 'https://own.example', emailClaim: 'email' }
    const claims = { emailVerifiedClaim: 'email_verified', nameClaim: 'name', secondFactor: 'OURS' as const }
    await prisma.identityProvider.create({
      data: { ...provider, ...claims, isEnabled: true, isRequired: false, updatedAt: yesterday },
    })
    const identity = { id: newId(), organizationId: org.id, userId: officer.id, issuer: provider.issuer, subjectHash: new Uint8Array(32) }
    await prisma.externalIdentity.create({ data: { ...identity, createdAt: new Date(), lastUsedAt: new Date() } })
    const tooNew = { fields: [{ message: expect.stringContaining('Decide this tomorrow') as string }] }
    expect(await decide(ctx, 'approve', id)).toMatchObject(tooNew)
    await prisma.externalIdentity.update({ where: { id: identity.id }, data: { createdAt: yesterday } })
    await prisma.identityProvider.update({ where: { organizationId: org.id }, data: { updatedAt: new Date() } })
    expect(await decide(ctx, 'approve', id)).toMatchObject(tooNew)
    await prisma.identityProvider.update({ where: { organizationId: org.id }, data: { updatedAt: yesterday } })
    expect(await decide(ctx, 'approve', id)).toMatchObject({ visitorExportRequest: { status: 'APPROVED' } })
  })

  it('is not gone round by files of one visitor each, even at once', async () => {
    const ids = await visitors(14)
    await setLimit(await as(org.orgAdmin), 12)
    const one = (ctx: Ctx, id: string, why = 'Article 15') =>
      send(ctx, 'exportVisitor', { visitorId: gid('Visitor', id), reason: why }, 'fileName')
    const requester = await as(org.orgAdmin)
    const types = (await Promise.all(ids.map((id) => one(requester, id)))).map(({ __typename }) => __typename)
    expect(types.filter((type) => type === 'ExportVisitorSuccess')).toHaveLength(12)
    expect(types.filter((type) => type === 'ValidationFailed')).toHaveLength(2)
    const [first = ''] = ids
    expect(await one(requester, first)).toMatchObject({
      fields: [{ message: expect.stringContaining('Go on tomorrow') as string }],
    })
    const period = { registeredTo: new Date().toISOString() }
    expect(await request(requester, period)).toMatchObject({ visitorExportRequest: { needsSecondPerson: true } })
    expect((await one(await as(org.securityOfficer), first)).__typename).toBe('ExportVisitorSuccess')
    expect((await one(await as(org.orgAdmin, 25 * hour), first)).__typename).toBe('ExportVisitorSuccess')
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'visitor.export' } })).toBe(14)
  })

  it('leaves ten files of one visitor a day to whoever answers what people ask, whatever the limit', async () => {
    const ids = await visitors(11)
    await setLimit(await as(org.orgAdmin), 0)
    const integration = await asApiKey(org, {}, ['privacy:manage'])
    for (const who of [await as(org.orgAdmin), integration]) {
      const types: string[] = []
      for (const id of ids)
        types.push((await send(who, 'exportVisitor', { visitorId: gid('Visitor', id), reason: 'Article 15' })).__typename)
      expect(types.slice(-2)).toEqual(['ExportVisitorSuccess', 'ValidationFailed'])
    }
    const stale = await inSession(org.orgAdmin, org.id, clock(), new Date(Date.now() - hour))
    for (const name of ['exportVisitor', 'eraseVisitor'])
      expect(await send(stale, name, { visitorId: gid('Visitor', ids[0] ?? ''), reason: 'Article 15' })).toMatchObject({
        __typename: 'ConfirmationRequired',
      })
  })

  it('is asked for many small files too', async () => {
    await prisma.retentionPolicy.create({ data: { organizationId: org.id, exportRows: 5, updatedAt: new Date() } })
    await visitors(2)
    const requester = await as(org.orgAdmin)
    const answers = await Promise.all(Array.from({ length: 6 }, () => request(requester)))
    const alone = answers.filter(
      (answer) => (answer as { visitorExportRequest?: { status: string } }).visitorExportRequest?.status === 'APPROVED',
    )
    expect(alone).toHaveLength(2)
    expect(await request(await as(org.securityOfficer))).toMatchObject({ visitorExportRequest: { status: 'APPROVED' } })
    expect(await request(await as(org.orgAdmin, 24 * hour + 60_000))).toMatchObject({ visitorExportRequest: { status: 'APPROVED' } })
  })

  it('is not avoided by raising the limit: it waits for a day, whoever raises it how often', async () => {
    await visitors(3)
    const admin = await as(org.orgAdmin)
    expect(await setLimit(admin, 2)).toMatchObject({ limit: { rows: 2, holding: 2, holdsFrom: null } })
    expect(await setLimit(admin, 10_001)).toMatchObject({ __typename: 'ValidationFailed' })
    expect(await setLimit(admin, 500)).toMatchObject({ limit: { rows: 500, holding: 2 } })
    const soon = await as(org.orgAdmin, 23 * hour)
    expect(await request(soon)).toMatchObject({ visitorExportRequest: { status: 'REQUESTED' } })
    expect(await setLimit(soon, 600)).toMatchObject({ limit: { rows: 600, holding: 2 } })
    const terms = (ctx: Ctx) => dataOf(ctx, '{ visitorExportTerms { rows needsSecondPerson deciders limit { holding } } }')
    const nextDay = await as(org.orgAdmin, 25 * hour)
    expect(await terms(nextDay)).toEqual({ visitorExportTerms: { rows: 3, needsSecondPerson: true, deciders: 1, limit: { holding: 2 } } })
    const later = await as(org.orgAdmin, 48 * hour)
    expect(await terms(later)).toEqual({ visitorExportTerms: { rows: 3, needsSecondPerson: false, deciders: 1, limit: { holding: 600 } } })
    expect(await setLimit(later, 1)).toMatchObject({ limit: { holding: 1, holdsFrom: null } })
    expect(await request(later)).toMatchObject({ visitorExportRequest: { status: 'REQUESTED' } })
  })
})

it('the list shows each person what is theirs to do', async () => {
  const { id, requester } = await waiting()
  const document = `{ visitorExports(last: 5) { edges { node { id status reason rows requestedBy isOwn mayDecide path fetchableUntil } } } }`
  const shown = async (ctx: Ctx) =>
    (await dataOf<{ visitorExports: { edges: { node: object }[] } }>(ctx, document)).visitorExports.edges[0]?.node
  const officer = await as(org.securityOfficer)
  expect(await shown(requester)).toMatchObject({
    id,
    reason,
    rows: 1,
    requestedBy: org.orgAdmin.name,
    isOwn: true,
    mayDecide: false,
    path: null,
  })
  expect(await shown(officer)).toMatchObject({ isOwn: false, mayDecide: true })
  await decide(officer, 'approve', id)
  await make(id)
  expect(await shown(requester)).toMatchObject({ status: 'READY', path: `/exports/${(await rowOf(id)).id}` })
  expect(await shown(officer)).toMatchObject({ status: 'READY', path: null, mayDecide: false })
  expect(gid('VisitorExportRequest', (await rowOf(id)).id)).toBe(id)
})
