import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../../server/core/errors'
import { systemCtx } from '../../../server/core/ctx'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { endVisitorExports } from '../../../server/domains/visitors/use-cases/exports/end-visitor-exports'
import { fetchVisitorExport } from '../../../server/domains/visitors/use-cases/exports/fetch-visitor-export'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { decodeGlobalId } from '../../../server/graphql/global-id'

import { clock, exporting, hour } from './exporting'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})
const { visitors, as, request, idOf, decide, make, fetched, rowOf, actions, told, waiting } = exporting(() => org)

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

  it('takes it back, waiting, being made or ready: then nobody decides, makes or fetches it', async () => {
    const { id, requester } = await waiting()
    const officer = await as(org.securityOfficer)
    expect(await decide(officer, 'withdraw', id)).toMatchObject({
      fields: [{ message: 'Only whoever asked for it can take it back.' }],
    })
    const answers = await Promise.all([1, 2, 3].map(() => decide(requester, 'withdraw', id)))
    expect(answers.filter(({ __typename }) => __typename === 'WithdrawVisitorExportSuccess')).toHaveLength(1)
    expect(await decide(officer, 'approve', id)).toMatchObject({ fields: [{ message: 'This request waits no longer.' }] })
    const allowed = idOf(await request(requester))
    await decide(officer, 'approve', allowed)
    await decide(requester, 'withdraw', allowed)
    await make(allowed)
    const ready = idOf(await request(requester))
    await decide(officer, 'approve', ready)
    await make(ready)
    expect(await fetched(requester, ready)).toContain('Anna')
    expect(await decide(requester, 'withdraw', ready)).toMatchObject({ visitorExportRequest: { status: 'WITHDRAWN' } })
    expect(await fetched(requester, ready)).toBeNull()
    expect(await decide(requester, 'withdraw', ready)).toMatchObject({ fields: [{ message: 'This request has ended already.' }] })
    for (const one of [id, allowed, ready]) expect((await rowOf(one)).status).toBe('WITHDRAWN')
    expect(await prisma.visitorExportPart.count({ where: { organizationId: org.id } })).toBe(0)
    expect((await actions()).filter((action) => action === 'withdraw')).toHaveLength(3)
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

/** Does the worker's part at the same time as others: where the database lets one of them go first, the job is tried again. */
const tried = (id: string) => make(id).catch(() => undefined)

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
    await Promise.all([tried(id), eraseOnce(systemCtx(org.id), between!, { reason: 'At request' }), tried(id)])
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
        tried(id),
        ...own.slice(0, 2).map((each) => eraseOnce(systemCtx(org.id), each, { reason: 'At request' })),
        tried(id),
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
