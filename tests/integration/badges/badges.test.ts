import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx, type Ctx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import type { Permission } from '../../../server/core/permissions'
import { findBadge } from '../../../server/domains/badges/use-cases/find-badge'
import { makeBadgePdf } from '../../../server/domains/badges/use-cases/make-badge-pdf'
import { printBadge } from '../../../server/domains/badges/use-cases/print-badge'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { approveVisitorFile } from '../../../server/domains/files/use-cases/review-visitor-file'
import { createVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asAnonymous, asApiKey, asDevice, asHost, asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { picture } from '../files/samples'
import { sendAndSettle } from '../files/uploading'
import { done } from '../guest-lists/lists'
import { scan, signedPass, type SignedPass } from '../scan/signed-pass'

let org: TestOrganization
let pass: SignedPass
beforeEach(async () => {
  org = await createOrganization({ name: 'Северные технологии' })
  pass = await signedPass(org)
})

const visitorOf = async () => (await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })).visitorId
const notes = () => prisma.auditLog.findMany({ where: { organizationId: org.id, action: 'badge.print' }, orderBy: { id: 'asc' } })
const print = (ctx: Ctx, visitPassId = pass.id) => printBadge(ctx, { visitPassId, format: 'LABEL_62X100', way: 'BROWSER' })
const reasonOf = (answer: unknown) => (isFailure(answer) ? (answer.fields?.[0]?.message ?? answer.code) : 'printed')

/** Somebody at the reception of one site. */
function atSite(siteId: string, rights: Permission[] = ['pass:read', 'visitor:read', 'scan:admit', 'pass:read_code']): Ctx {
  const narrowed = new Map(rights.map((right) => [right, { hostIds: [], siteIds: [siteId] }]))
  const actor = { type: 'user', id: org.operator.id, sessionId: newId() } as const
  return createCtx({ ...anonymous, actor, organizationId: org.id, narrowed }, { language: 'en' })
}

describe('a badge', () => {
  it('says whose guest it is, when, where and of what kind', async () => {
    const form = { fields: [], requires: ['ESCORT' as const] }
    const type = done(await createVisitorType(asOrgAdmin(org), { name: 'Contractor', badgeColor: '#B45309', form }))
    const { id } = await signedPass(org, { visitorTypeId: type.id })
    expect(await findBadge(asOperator(org), id)).toMatchObject({
      organizationName: 'Северные технологии',
      guestName: 'Anna Petrova',
      hostName: org.host.user.name,
      timeZone: org.site.timeZone,
      typeName: 'Contractor',
      typeColor: '#b45309',
      needsEscort: true,
      hasPhoto: false,
      obstacle: null,
    })
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ typeName: null, typeColor: null, needsEscort: false })
  })

  it('bears the code for whoever may read codes, and says to others that it does not', async () => {
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ code: pass.code, hasCode: true, codeAbsence: null })
    const withoutRight = await findBadge(asSecurityOfficer(org), pass.id)
    expect(withoutRight).toMatchObject({ code: null, hasCode: false, codeAbsence: 'NOT_ALLOWED' })
    expect(JSON.stringify(withoutRight)).not.toContain(pass.code)
  })

  it('bears no code when the pass opens no gate: not signed yet, or used up by whoever is inside', async () => {
    await scan(asOperator(org), org, pass.code)
    const used = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
    expect(used).toMatchObject({ status: 'USED', presence: 'INSIDE' })
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ code: null, codeAbsence: 'NOT_ACTIVE', obstacle: null })
    expect(reasonOf(await print(asOperator(org)))).toBe('printed')
  })

  it('bears a photo only once somebody has accepted it, for those who may see it', async () => {
    const file = await sendAndSettle(org, await visitorOf(), await picture('jpeg'))
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ hasPhoto: false, photoId: null })
    done(await approveVisitorFile(asOperator(org), { visitorFileId: file.id }))
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ hasPhoto: true, photoId: file.id })
    expect(await findBadge(atSite(org.site.id), pass.id)).toMatchObject({ hasPhoto: false, photoId: null })
    await prisma.visitorFile.update({ where: { id: file.id }, data: { removedAt: new Date() } })
    expect(await findBadge(asOperator(org), pass.id)).toMatchObject({ hasPhoto: false })
  })
})

describe('who prints badges', () => {
  it('is whoever lets guests in: not the host, no device, nobody else', async () => {
    for (const ctx of [asOrgAdmin(org), asSecurityOfficer(org), asOperator(org), await asApiKey(org)])
      expect(reasonOf(await print(ctx))).toBe('printed')
    for (const ctx of [asHost(org), asAnonymous(), await asDevice(org), await asApiKey(org, {}, ['pass:read', 'visitor:read'])]) {
      await expect(print(ctx)).rejects.toThrow(expect.objectContaining({ name: 'Refusal' }))
      await expect(makeBadgePdf(ctx, pass.id, 'A6')).rejects.toThrow(expect.objectContaining({ name: 'Refusal' }))
      await expect(findBadge(ctx, pass.id)).rejects.toThrow(expect.objectContaining({ name: 'Refusal' }))
    }
    expect(await notes()).toHaveLength(4)
  })

  it('at a site, prints those of the site, and reads the codes there', async () => {
    expect(await findBadge(atSite(org.site.id), pass.id)).toMatchObject({ code: pass.code })
    const elsewhere = await prisma.site.create({
      data: { id: newId(), organizationId: org.id, name: 'Elsewhere', timeZone: 'UTC' },
    })
    expect(await findBadge(atSite(elsewhere.id), pass.id)).toBeNull()
    expect(await findBadge(atSite(org.site.id, ['pass:read', 'visitor:read', 'scan:admit']), pass.id)).toMatchObject({
      codeAbsence: 'NOT_ALLOWED',
    })
  })

  it('learns nothing of another organization: its pass is answered like none', async () => {
    const other = asOperator(await createOrganization())
    const answers = await Promise.all([pass.id, newId(), '-'].map((id) => print(other, id)))
    expect(answers[0]).toMatchObject({ failure: 'NotFound' })
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    expect(await makeBadgePdf(other, pass.id, 'A6')).toEqual(answers[0])
    expect(await findBadge(other, pass.id)).toBeNull()
    expect(await notes()).toEqual([])
  })
})

describe('a badge that is printed', () => {
  it('is noted: who, whose, on what, and what it bore; never the code', async () => {
    done(await print(asOperator(org)))
    expect(Buffer.isBuffer(await makeBadgePdf(asSecurityOfficer(org), pass.id, 'CARD_86X54'))).toBe(true)
    const [first, second] = await notes()
    expect(first).toMatchObject({
      actorId: org.operator.id,
      entityType: 'VisitPass',
      entityId: pass.id,
      details: { format: 'LABEL_62X100', way: 'BROWSER', withCode: true, withPhoto: false },
    })
    expect(second).toMatchObject({
      actorId: org.securityOfficer.id,
      details: { format: 'CARD_86X54', way: 'PDF', withCode: false, withPhoto: false },
    })
    expect(JSON.stringify([first, second])).not.toContain(pass.code)
  })

  it.each([
    ['withdrawn', async () => void done(await revokeVisitPass(asOperator(org), { visitPassId: pass.id, reason: 'test' })), 'REVOKED'],
    ['over', () => prisma.visitPass.update({ where: { id: pass.id }, data: { validTo: new Date(Date.now() - 1_000) } }), 'EXPIRED'],
    ['not agreed to', () => prisma.visitPass.update({ where: { id: pass.id }, data: { status: 'PENDING_APPROVAL' } }), 'WAITING'],
    ['set aside', () => prisma.visitPass.update({ where: { id: pass.id }, data: { status: 'SUSPENDED' } }), 'SUSPENDED'],
    ['of somebody erased', async () => eraseOnce(asOrgAdmin(org), await visitorOf(), { reason: 'test' }), 'ERASED'],
  ])('is not when the pass is %s: it says why, gives no code and notes nothing', async (_, happens, obstacle) => {
    await happens()
    const badge = await findBadge(asOperator(org), pass.id)
    expect(badge).toMatchObject({ obstacle, code: null, hasCode: false, hasPhoto: false })
    const reason = reasonOf(await print(asOperator(org)))
    expect(reason).not.toBe('printed')
    expect(reason).not.toMatch(/^(errors\.|NOT_FOUND)/)
    expect(reasonOf(await makeBadgePdf(asOperator(org), pass.id, 'A6'))).toBe(reason)
    expect(await notes()).toEqual([])
  })

  it('as a PDF needs letters for the name; a browser has them', async () => {
    await prisma.visitorType.create({
      data: { id: newId(), organizationId: org.id, name: '訪客', createdAt: new Date(), visitPasses: { connect: { id: pass.id } } },
    })
    expect(reasonOf(await makeBadgePdf(asOperator(org), pass.id, 'A6'))).toMatch(/Print the badge from the browser/)
    expect(await notes()).toEqual([])
    expect(reasonOf(await print(asOperator(org)))).toBe('printed')
  })
})
