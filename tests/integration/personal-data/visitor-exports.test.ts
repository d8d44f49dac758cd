import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { systemCtx, type Ctx } from '../../../server/core/ctx'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { endVisitorExports } from '../../../server/domains/visitors/use-cases/exports/end-visitor-exports'
import { fetchVisitorExport } from '../../../server/domains/visitors/use-cases/exports/fetch-visitor-export'
import { makeVisitorExport } from '../../../server/domains/visitors/use-cases/exports/make-visitor-export'
import { registerVisitor } from '../../../server/domains/visitors/use-cases/find-or-register-visitor'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { tenantClient } from '../../../server/infra/tenant-client'
import { createOrganization, createUser, type TestOrganization, type TestUser } from '../../setup/organization'
import { asApiKey, asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { call, dataOf, gid } from '../api/graphql-call'
import { decodeGlobalId } from '../../../server/graphql/global-id'
import { inSession, send, type Result } from '../security/sessions-of-people'

const hour = 3_600_000
const reason = 'Yearly audit of the visitors'
const clock =
  (later = 0) =>
  () =>
    new Date(Date.now() + later)

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

/** Registers visitors. @returns their ids */
async function visitors(count: number, { at = new Date(Date.now() - hour), of = org, name = 'Anna Petrova' } = {}): Promise<string[]> {
  const keyring = await keyringOf(of.id)
  const register = () => {
    const guest = { name, email: `guest-${newId()}@guest.example`, phone: '+79161234567', company: null }
    return registerVisitor(tenantClient(of.id), keyring, guest, 'EN', at)
  }
  const ids: string[] = []
  while (ids.length < count) ids.push(...(await Promise.all(Array.from({ length: Math.min(10, count - ids.length) }, register))))
  return ids.sort()
}

const as = (user: TestUser, later = 0, of = org): Promise<Ctx> => inSession(user, of.id, clock(later))
const request = (ctx: Ctx, more: object = {}) =>
  send(ctx, 'requestVisitorExport', { reason, ...more }, 'visitorExportRequest { id status rows needsSecondPerson }')
const idOf = (result: Result) => (result as { visitorExportRequest?: { id: string } }).visitorExportRequest?.id ?? ''
const decide = (ctx: Ctx, name: 'approve' | 'decline', visitorExportRequestId: string) =>
  send(ctx, `${name}VisitorExport`, { visitorExportRequestId }, 'visitorExportRequest { status decidedBy }')
const setLimit = (ctx: Ctx, rows: number) => send(ctx, 'setVisitorExportLimit', { rows }, 'limit { rows holding holdsFrom }')

/** Does the worker's part. */
const make = (id: string, of = org) =>
  makeVisitorExport({ eventId: randomUUID(), organizationId: of.id }, { visitorExportRequestId: decodeGlobalId(id)?.id ?? '' })
const fetched = async (ctx: Ctx, id: string): Promise<string | null> => {
  const file = await fetchVisitorExport(ctx, decodeGlobalId(id)?.id ?? '')
  if (!file) return null
  const pieces: Buffer[] = []
  for await (const piece of file.content) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
const rowOf = (id: string) => prisma.visitorExportRequest.findUniqueOrThrow({ where: { id: decodeGlobalId(id)?.id ?? '' } })
const actions = async () => {
  const rows = await prisma.auditLog.findMany({
    where: { organizationId: org.id, action: { startsWith: 'visitor_export.' } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ action }) => action.replace('visitor_export.', ''))
}
const told = (about: 'WAITS' | 'READY' | 'DECLINED') =>
  prisma.visitorExportNotice.findMany({ where: { organizationId: org.id, about } }).then((rows) => rows.map(({ userId }) => userId).sort())

/** A request that waits for a second person: the limit is 0. */
async function waiting(count = 1): Promise<{ id: string; requester: Ctx }> {
  await prisma.retentionPolicy.create({ data: { organizationId: org.id, exportRows: 0, updatedAt: new Date() } })
  await visitors(count)
  const requester = await as(org.orgAdmin)
  return { id: idOf(await request(requester)), requester }
}

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

describe('whoever asked for it', () => {
  it('cannot fetch it once suspended or without the right, whatever their session says', async () => {
    await visitors(1)
    const requester = await as(org.orgAdmin)
    const id = idOf(await request(requester))
    await make(id)
    const where = { organizationId_userId: { organizationId: org.id, userId: org.orgAdmin.id } }
    await prisma.membership.update({ where, data: { suspendedAt: new Date() } })
    await expect(fetched(requester, id)).rejects.toThrow(Refusal)
    await prisma.membership.update({ where, data: { suspendedAt: null } })
    expect(await fetched(requester, id)).toContain('Anna')
    await prisma.userRole.deleteMany({ where: { userId: org.orgAdmin.id } })
    await expect(fetched(requester, id)).rejects.toThrow(Refusal)
    await expect(fetched(asOrgAdmin(org), id)).rejects.toThrow(Refusal)
    expect(await actions()).toEqual(['request', 'fetch'])
  })

  it('has a day for it; then it is thrown away', async () => {
    await visitors(1)
    const requester = await as(org.orgAdmin)
    const id = idOf(await request(requester))
    await make(id)
    expect(await fetched(await as(org.orgAdmin, 24 * hour - 60_000), id)).toContain('Anna')
    expect(await fetched(await as(org.orgAdmin, 24 * hour + 1), id)).toBeNull()
    await endVisitorExports(clock(23 * hour)())
    expect((await rowOf(id)).status).toBe('READY')
    await Promise.all([endVisitorExports(clock(24 * hour)()), endVisitorExports(clock(24 * hour)())])
    expect((await rowOf(id)).status).toBe('EXPIRED')
    expect(await prisma.visitorExportPart.count({ where: { organizationId: org.id } })).toBe(0)
    expect(await actions()).toEqual(['request', 'fetch', 'expire'])
  })

  it('finds a request that nobody decided ended after a week', async () => {
    const { id } = await waiting()
    await endVisitorExports(clock(7 * 24 * hour - 60_000)())
    expect((await rowOf(id)).status).toBe('REQUESTED')
    await endVisitorExports(clock(7 * 24 * hour + 1_000)())
    expect((await rowOf(id)).status).toBe('EXPIRED')
    expect(await decide(await as(org.securityOfficer), 'approve', id)).toMatchObject({ __typename: 'ValidationFailed' })
  })
})

describe('the worker', () => {
  it('makes the same file, run twice and many times at once, in parts', async () => {
    await prisma.retentionPolicy.create({ data: { organizationId: org.id, exportRows: 10_000, updatedAt: new Date() } })
    const ids = await visitors(510)
    const requester = await as(org.orgAdmin)
    const id = idOf(await request(requester))
    // Who comes between the request and the file is not in it.
    await visitors(2, { name: 'Too late', at: new Date(Date.now() + 1_000) })
    await Promise.allSettled(Array.from({ length: 4 }, () => make(id)))
    await make(id)
    const text = await fetched(requester, id)
    expect(text?.split('\r\n')).toHaveLength(ids.length + 2)
    expect(text).not.toContain('Too late')
    expect(await rowOf(id)).toMatchObject({ status: 'READY', madeParts: 2, madeRows: 510 })
    expect(await prisma.visitorExportPart.count({ where: { organizationId: org.id } })).toBe(2)
    await make(id)
    expect(await fetched(requester, id)).toBe(text)
    expect(await told('READY')).toHaveLength(1)
  }, 60_000)

  it('leaves out whoever was erased before, and begins anew for whoever is erased meanwhile', async () => {
    const [before, between, ...others] = await visitors(12)
    const requester = await as(org.orgAdmin)
    const id = idOf(await request(requester))
    await eraseOnce(systemCtx(org.id), before!, { reason: 'At request' })
    await Promise.all([make(id), eraseOnce(systemCtx(org.id), between!, { reason: 'At request' }), make(id)])
    await make(id)
    // The erasure came first, or it found the file ready and took it away: never is the person in a file that can be fetched.
    const { status, madeRows } = await rowOf(id)
    expect([`READY ${others.length}`, `DELETED ${others.length + 1}`]).toContain(`${status} ${madeRows}`)
  })

  it('never leaves an erased person in a file that can be fetched', async () => {
    for (let round = 0; round < 8; round++) {
      const own = await visitors(4, { name: `Round ${round}`, at: new Date(Date.now() - hour + round * 1_000) })
      const requester = await as(org.orgAdmin)
      const from = new Date((await prisma.visitor.findUniqueOrThrow({ where: { id: own[0]! } })).createdAt.getTime())
      const id = idOf(
        await request(requester, { registeredFrom: from.toISOString(), registeredTo: new Date(from.getTime() + 1).toISOString() }),
      )
      await Promise.all([
        make(id),
        ...own.slice(0, 2).map((each) => eraseOnce(systemCtx(org.id), each, { reason: 'At request' })),
        make(id),
      ])
      await make(id)
      const text = await fetched(requester, id)
      expect(text?.match(/Round/g)?.length ?? 2).toBe(2)
    }
  })

  it('throws a ready file away when somebody in it is erased, and says so', async () => {
    const [first] = await visitors(2, { at: new Date('2026-02-01T00:00:00Z') })
    await visitors(1, { at: new Date('2026-03-01T00:00:00Z') })
    const requester = await as(org.orgAdmin)
    const [both, march] = [idOf(await request(requester)), idOf(await request(requester, { registeredFrom: '2026-02-15T00:00:00Z' }))]
    await Promise.all([make(both), make(march)])
    await eraseOnce(systemCtx(org.id), first!, { reason: 'At request' })
    expect(await fetched(requester, both)).toBeNull()
    expect(await fetched(requester, march)).toContain('Anna')
    expect((await rowOf(both)).status).toBe('DELETED')
    expect(await prisma.visitorExportPart.count({ where: { visitorExportRequestId: (await rowOf(both)).id } })).toBe(0)
    expect(await actions()).toContain('delete')
  })

  it('breaks the file off when it goes while it is fetched', async () => {
    await visitors(1)
    const requester = await as(org.orgAdmin)
    const id = idOf(await request(requester))
    await make(id)
    const file = await fetchVisitorExport(requester, decodeGlobalId(id)?.id ?? '')
    await file?.content.next()
    await prisma.visitorExportPart.deleteMany({ where: { organizationId: org.id } })
    await expect(file?.content.next()).rejects.toThrow('went while it was fetched')
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
