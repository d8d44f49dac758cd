import { appendFile, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { openAppointments, sealTexts } from '../../../server/core/appointment-texts'
import type { Ctx } from '../../../server/core/ctx'
import { openVisitor, sealedVisitor } from '../../../server/core/visitor-record'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { ledgerFile, recordErasure, replayErasures } from '../../../server/domains/visitors/use-cases/erasure-ledger'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { createVisit } from '../../setup/visits'
import { call, dataOf, gid } from '../api/graphql-call'
import { inSession } from '../security/sessions-of-people'

let org: TestOrganization
let other: TestOrganization
let officer: Ctx
beforeAll(async () => {
  ;[org, other] = await Promise.all([createOrganization(), createOrganization()])
  officer = await inSession(org.securityOfficer, org.id, () => new Date())
})

type Answer = { result: { __typename: string; receipt?: string; path?: string[]; json?: string; email?: string } }
const eraseDocument = `mutation ($input: EraseVisitorInput!) { result: eraseVisitor(input: $input) { __typename
  ... on EraseVisitorSuccess { receipt erasedAt } ... on UserError { code path } } }`
const erase = async (ctx: Ctx, visitorId: string, reason = 'At the person’s request') =>
  (await dataOf<Answer>(ctx, eraseDocument, { input: { visitorId: gid('Visitor', visitorId), reason } })).result

const writeTexts = async (id: string, texts: Parameters<typeof sealTexts>[2]): Promise<void> => {
  await prisma.appointment.update({ where: { id }, data: sealTexts(await keyringOf(org.id), id, texts) })
}

const visitorNow = (id: string) => prisma.visitor.findUniqueOrThrow({ where: { id }, include: { key: true, nameTokens: true } })

describe('erasing a visitor', () => {
  it('leaves nothing to read and nothing to find, withdraws passes, and says so once', async () => {
    const visit = await createVisit(org)
    await writeTexts(visit.appointmentId, { title: 'Anna Petrova', message: 'Dear Anna' })
    const before = await prisma.visitor.findUniqueOrThrow({ where: { id: visit.visitorId }, select: sealedVisitor })
    const answers = await Promise.all(Array.from({ length: 4 }, () => erase(officer, visit.visitorId)))
    const receipts = new Set(answers.map(({ receipt }) => receipt))
    expect(receipts.size).toBe(1)
    const row = await visitorNow(visit.visitorId)
    expect({ ...row, id: '', organizationId: '', createdAt: null, erasedAt: row.erasedAt instanceof Date }).toEqual({
      id: '',
      organizationId: '',
      createdAt: null,
      locale: 'EN',
      sealedName: null,
      sealedEmail: null,
      sealedPhone: null,
      sealedCompany: null,
      nameIndex: null,
      emailIndex: null,
      phoneIndex: null,
      erasedAt: true,
      key: null,
      nameTokens: [],
    })
    // Whoever kept the sealed columns has nothing to open them with.
    expect(openVisitor(await keyringOf(org.id), { ...before, key: null }).name).toBe('')
    expect(await prisma.visitPass.findUniqueOrThrow({ where: { id: visit.passId } })).toMatchObject({ status: 'REVOKED' })
    expect(await prisma.appointment.findUniqueOrThrow({ where: { id: visit.appointmentId } })).toMatchObject({
      sealedTitle: null,
      sealedMessage: null,
    })
    expect(await openInvite(inviteTokenOf({ id: visit.passId, inviteVersion: 0 }))).toBeNull()
    const audits = await prisma.auditLog.findMany({ where: { entityId: visit.visitorId } })
    expect(audits.map(({ action }) => action)).toEqual(['visitor.erase'])
    expect(await prisma.outboxEvent.count({ where: { entityId: visit.visitorId, type: 'visitor.erased' } })).toBe(1)
  })

  it('shows that somebody came, not who', async () => {
    const visit = await createVisit(org)
    await erase(officer, visit.visitorId)
    const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { visitor { name erased email company } } } }'
    const names = async (language: 'ru' | 'en') =>
      (
        await dataOf<{ node: { visitor: object } }>(asOperator(org, { language }), document, {
          id: gid('VisitPass', visit.passId),
        })
      ).node.visitor
    expect(await names('en')).toEqual({ name: 'Erased visitor', erased: true, email: null, company: null })
  })

  it('keeps the texts of a visit to which others come', async () => {
    const [visit, second] = [await createVisit(org), await createVisit(org)]
    await prisma.visitPass.update({ where: { id: second.passId }, data: { appointmentId: visit.appointmentId } })
    await writeTexts(visit.appointmentId, { title: 'Workshop', message: null })
    await erase(officer, visit.visitorId)
    const kept = await openAppointments([await prisma.appointment.findUniqueOrThrow({ where: { id: visit.appointmentId } })])
    expect(kept).toMatchObject([{ title: 'Workshop', message: null }])
  })

  it('is for those who may, within their organization, with a reason', async () => {
    const [visit, foreign] = [await createVisit(org), await createVisit(other)]
    for (const ctx of [asOperator(org), asHost(org)])
      expect(
        (await call(ctx, eraseDocument, { input: { visitorId: gid('Visitor', visit.visitorId), reason: 'x' } })).errors?.[0],
      ).toMatchObject({
        extensions: { code: 'FORBIDDEN' },
      })
    expect(await erase(officer, foreign.visitorId)).toMatchObject({ __typename: 'NotFound' })
    expect(await erase(officer, visit.visitorId, '  ')).toMatchObject({ __typename: 'ValidationFailed', path: ['input', 'reason'] })
    expect((await visitorNow(foreign.visitorId)).key).not.toBeNull()
    expect((await visitorNow(visit.visitorId)).key).not.toBeNull()
  })
})

describe('the ledger of erasures', () => {
  it('holds ids only, and brings a restored backup up to date', async () => {
    const visit = await createVisit(org)
    const backup = await visitorNow(visit.visitorId)
    const { receipt = '' } = await erase(officer, visit.visitorId)
    await recordErasure({ eventId: '', organizationId: org.id }, { erasureId: receipt })
    const line = (await readFile(ledgerFile, 'utf8')).split('\n').find((text) => text.includes(receipt))
    expect(JSON.parse(line ?? '')).toEqual({
      erasureId: receipt,
      organizationId: org.id,
      visitorId: visit.visitorId,
      erasedAt: expect.any(String) as string,
    })
    // A backup from before is restored: the person is back, the receipt is not.
    const { key, nameTokens, ...columns } = backup
    await prisma.erasure.deleteMany({ where: { visitorId: visit.visitorId } })
    await prisma.visitor.update({ where: { id: visit.visitorId }, data: columns })
    await prisma.visitorKey.create({ data: key! })
    await prisma.visitorNameToken.createMany({ data: nameTokens })
    await appendFile(ledgerFile, '{"erasureId":"cut off by a cra')
    await replayErasures()
    expect((await visitorNow(visit.visitorId)).key).toBeNull()
    expect((await prisma.erasure.findFirstOrThrow({ where: { visitorId: visit.visitorId } })).id).toBe(receipt)
    const actions = await prisma.auditLog.count({ where: { entityId: visit.visitorId, action: 'visitor.erase' } })
    await replayErasures()
    expect(await prisma.auditLog.count({ where: { entityId: visit.visitorId, action: 'visitor.erase' } })).toBe(actions)
    await appendFile(ledgerFile, '\n')
  })
})

describe('a restored backup', () => {
  it('that brings a person’s rows without their key does not bring back what was written of their visits', async () => {
    const visit = await createVisit(org)
    await writeTexts(visit.appointmentId, { title: 'Anna Petrova', message: 'Dear Anna' })
    const texts = await prisma.appointment.findUniqueOrThrow({
      where: { id: visit.appointmentId },
      select: { sealedTitle: true, sealedMessage: true },
    })
    const { receipt = '' } = await erase(officer, visit.visitorId)
    await recordErasure({ eventId: '', organizationId: org.id }, { erasureId: receipt })
    await prisma.erasure.deleteMany({ where: { visitorId: visit.visitorId } })
    await prisma.visitor.update({ where: { id: visit.visitorId }, data: { erasedAt: null } })
    await prisma.appointment.update({ where: { id: visit.appointmentId }, data: texts })
    expect(await replayErasures()).toBe(1)
    const after = await prisma.appointment.findUniqueOrThrow({ where: { id: visit.appointmentId } })
    expect(after).toMatchObject({ sealedTitle: null, sealedMessage: null })
    expect(await prisma.erasure.findFirst({ where: { visitorId: visit.visitorId } })).toMatchObject({ id: receipt })
    expect(await replayErasures()).toBe(0)
  })
})

describe('looking at contacts', () => {
  const document = `mutation ($input: RevealVisitorContactInput!) { result: revealVisitorContact(input: $input) { __typename
    ... on RevealVisitorContactSuccess { email phone } ... on UserError { code } } }`
  const reveal = async (ctx: Ctx, visitorId: string) =>
    (await dataOf<Answer>(ctx, document, { input: { visitorId: gid('Visitor', visitorId) } })).result

  it('is masked everywhere, shown on request and noted', async () => {
    const visit = await createVisit(org)
    const shown = await dataOf<{ node: { email: string } }>(
      asOperator(org),
      'query ($id: ID!) { node(id: $id) { ... on Visitor { email } } }',
      {
        id: gid('Visitor', visit.visitorId),
      },
    )
    expect(shown.node.email).toBe('g•••@example.com')
    expect((await reveal(asOperator(org), visit.visitorId)).email).toMatch(/^guest-.*@example\.com$/)
    const audit = await prisma.auditLog.findFirstOrThrow({ where: { entityId: visit.visitorId } })
    expect([audit.action, audit.actorId, JSON.stringify(audit.details).includes('@')]).toEqual([
      'visitor.reveal_contact',
      org.operator.id,
      false,
    ])
  })

  it('is for one’s own guests and one’s own organization', async () => {
    const [visit, foreign] = [await createVisit(org), await createVisit(other)]
    expect((await reveal(asHost(org), visit.visitorId)).__typename).toBe('RevealVisitorContactSuccess')
    expect((await reveal(asHost(org), foreign.visitorId)).__typename).toBe('NotFound')
    expect((await reveal(asOrgAdmin(org), foreign.visitorId)).__typename).toBe('NotFound')
    expect(await prisma.auditLog.count({ where: { entityId: foreign.visitorId } })).toBe(0)
  })
})

it('everything that is held of a person is handed out, and that it was is noted', async () => {
  const visit = await createVisit(org)
  await writeTexts(visit.appointmentId, { title: 'Calibration', message: 'Dear Anna' })
  const document = `mutation ($input: ExportVisitorInput!) { result: exportVisitor(input: $input) { __typename
    ... on ExportVisitorSuccess { fileName json } } }`
  const input = { visitorId: gid('Visitor', visit.visitorId), reason: 'Article 15' }
  const { result } = await dataOf<Answer>(officer, document, { input })
  const held = JSON.parse(result.json ?? '') as { person: object; passes: { id: string; appointment: object }[] }
  expect(held.person).toMatchObject({ id: visit.visitorId, name: 'Anna Petrova', email: expect.stringContaining('guest-') as string })
  expect(held.passes.map(({ id }) => id)).toEqual([visit.passId])
  expect(held.passes[0]?.appointment).toMatchObject({
    title: 'Calibration',
    message: 'Dear Anna',
    status: 'SCHEDULED',
    host: { user: { name: org.host.user.name } },
  })
  expect(result.json).not.toMatch(/sealed/i)
  expect(await prisma.auditLog.findFirst({ where: { entityId: visit.visitorId } })).toMatchObject({ action: 'visitor.export' })
})
