import { beforeAll, describe, expect, it } from 'vitest'
import { sealedVisitor } from '../../../server/core/visitor-record'
import { purgeVisitors } from '../../../server/domains/visitors/use-cases/purge-visitors'
import { registerVisitor } from '../../../server/domains/visitors/use-cases/find-or-register-visitors'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { tenantClient } from '../../../server/infra/tenant-client'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { call, dataOf } from '../api/graphql-call'
import { inSession } from '../security/sessions-of-people'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const document = `mutation ($input: SetRetentionPolicyInput!) { result: setRetentionPolicy(input: $input) { __typename
  ... on SetRetentionPolicySuccess { retentionPolicy { contactDays visitorDays } } ... on ValidationFailed { path fields { message } } } }`
const set = async (input: object, at = org, provenAt = new Date()) => {
  const officer = await inSession(at.orgAdmin, at.id, () => new Date(), provenAt)
  return (await dataOf<{ result: object }>(officer, document, { input })).result
}

/** A visitor whose visits ended so many days ago; of old. */
async function visitorWhoLeft(...days: number[]): Promise<string> {
  const [first = 0, ...more] = days
  const visit = await createVisit(org, { startsAt: daysAgo(first) })
  await prisma.visitor.update({ where: { id: visit.visitorId }, data: { createdAt: daysAgo(900) } })
  for (const ago of more) {
    const other = await createVisit(org, { startsAt: daysAgo(ago) })
    await prisma.visitPass.update({ where: { id: other.passId }, data: { visitorId: visit.visitorId } })
  }
  return visit.visitorId
}

/** What is still held of a visitor. */
async function held(id: string): Promise<string> {
  const row = await prisma.visitor.findUniqueOrThrow({ where: { id }, select: sealedVisitor })
  return row.key === null ? 'nothing' : row.sealedEmail === null ? 'the name' : 'all'
}

describe('keeping visitors for a time', () => {
  it('forgets contacts, then the person, counted from the last visit', async () => {
    const visitors = {
      all: [await visitorWhoLeft(5), await visitorWhoLeft(200, 5), await visitorWhoLeft(200, -30)],
      'the name': [await visitorWhoLeft(40), await visitorWhoLeft(200, 31)],
      nothing: [await visitorWhoLeft(101), await visitorWhoLeft(300, 120)],
    }
    const fresh = await registerVisitor(
      tenantClient(org.id),
      await keyringOf(org.id),
      { name: 'New', email: 'new@guest.example', phone: null, company: null },
      'EN',
      new Date(),
    )
    expect(await purgeVisitors()).toBe(0)
    expect(await set({ contactDays: 30, visitorDays: 100 })).toMatchObject({ retentionPolicy: { contactDays: 30, visitorDays: 100 } })
    await Promise.all([purgeVisitors(), purgeVisitors()])
    for (const [what, ids] of Object.entries(visitors)) for (const id of ids) expect(await held(id)).toBe(what)
    expect(await held(fresh)).toBe('all')
    expect(await purgeVisitors()).toBe(0)
    const receipts = await prisma.erasure.findMany({ where: { organizationId: org.id } })
    expect(receipts.map(({ reason }) => reason)).toEqual(Array.from({ length: 2 }, () => 'Retention: 100 days after the last visit'))
  })

  it('says what cannot be, and to whom it is not for', async () => {
    for (const input of [{ contactDays: 0 }, { visitorDays: 4_000 }, { contactDays: 100, visitorDays: 30 }])
      expect(await set(input)).toMatchObject({ __typename: 'ValidationFailed' })
    expect((await call(asOperator(org), document, { input: {} })).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    expect(await set({ visitorDays: 1 }, org, daysAgo(1))).toEqual({ __typename: 'ConfirmationRequired' })
  })

  it('is changed with a trace, and read back', async () => {
    const own = await createOrganization()
    const read = () => dataOf(asOrgAdmin(own), '{ retentionPolicy { contactDays visitorDays } }')
    expect(await read()).toEqual({ retentionPolicy: { contactDays: null, visitorDays: null } })
    await Promise.all([set({ visitorDays: 365 }, own), set({ visitorDays: 365 }, own)])
    await set({ contactDays: 30 }, own)
    expect(await read()).toEqual({ retentionPolicy: { contactDays: 30, visitorDays: null } })
    const audits = await prisma.auditLog.findMany({ where: { organizationId: own.id, action: 'retention.change' }, orderBy: { id: 'asc' } })
    expect(audits.at(-1)?.details).toEqual({
      before: { contactDays: null, visitorDays: 365 },
      after: { contactDays: 30, visitorDays: null },
    })
  })
})
