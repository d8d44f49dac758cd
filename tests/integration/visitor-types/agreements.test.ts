import { inflateSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { newId } from '../../../server/core/ids'
import { requirementsIn } from '#shared/pass-tasks'
import { exportGuest } from '../../../server/domains/visitor-types/use-cases/export-guest'
import { fetchOwnDocument, fetchSignedDocument } from '../../../server/domains/visitor-types/use-cases/fetch-signed-document'
import { makeSignedDocument } from '../../../server/domains/visitor-types/use-cases/make-signed-document'
import { refreshSignedPasses } from '../../../server/domains/visitor-types/use-cases/refresh-typed-passes'
import {
  archiveAgreement,
  createAgreement,
  publishAgreement,
  restoreAgreement,
} from '../../../server/domains/visitor-types/use-cases/save-agreement'
import { signAgreement } from '../../../server/domains/visitor-types/use-cases/sign-agreement'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import type { Agreement } from '../../../server/generated/prisma/client'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { done } from '../guest-lists/lists'
import { bookedVisit } from '../scan/signed-pass'
import { typeWith } from './types'

let org: TestOrganization
let agreement: Agreement
let typeId: string
const text = { title: { ru: 'Соглашение о неразглашении', en: 'NDA' }, text: { ru: 'Ничего не разглашать.', en: 'Tell nothing.' } }
beforeEach(async () => {
  org = await createOrganization()
  agreement = done(await createAgreement(asOrgAdmin(org), { name: 'NDA', validMonths: null, ...text }))
  typeId = (await typeWith(org, { agreementIds: [agreement.id] })).id
})

const guest = (language: 'ru' | 'en' = 'en') =>
  createCtx({ ...anonymous, organizationId: org.id }, { language, request: { ip: '203.0.113.9', userAgent: 'Test' } })
const outstanding = async (id: string) => requirementsIn((await prisma.visitPass.findUniqueOrThrow({ where: { id } })).outstanding)
const sign = (passId: string, version = 1, ctx = guest()) =>
  signAgreement(ctx, passId, { agreementId: agreement.id, version, name: 'Анна Петрова', agreed: 'yes' })
const publish = (version: number, asksAgain: boolean) =>
  publishAgreement(asOrgAdmin(org), { agreementId: agreement.id, version, asksAgain, ...text, text: { ru: 'Новый.', en: 'New.' } })
const refresh = () => refreshSignedPasses({ eventId: newId(), organizationId: org.id }, { agreementId: agreement.id })
const signatures = () => prisma.agreementSignature.findMany({ where: { organizationId: org.id }, orderBy: { id: 'asc' } })
const visit = (email?: string) => bookedVisit(org, { visitorTypeId: typeId, ...(email ? { email } : {}) })

describe('a guest signs', () => {
  it('the version that they read, by name and tick, once however often it is sent', async () => {
    const { passId } = await visit()
    expect(await outstanding(passId)).toEqual(['AGREEMENT'])
    const given = { agreementId: agreement.id, version: 1, name: ' ', agreed: '' }
    const problems = await signAgreement(guest(), passId, given)
    expect(Array.isArray(problems) && problems.map(({ path }) => path.at(-1))).toEqual(['name', 'agreed'])
    expect(await signatures()).toEqual([])
    expect(await Promise.all([sign(passId), sign(passId), sign(passId)])).toEqual(['signed', 'signed', 'signed'])
    expect(await signatures()).toMatchObject([{ version: 1, language: 'EN', visitPassId: passId }])
    expect(await outstanding(passId)).toEqual([])
  })

  it('nothing that was published while they read', async () => {
    const { passId } = await visit()
    done(await publish(1, false))
    expect(await sign(passId, 1)).toBe('changed')
    expect(await signatures()).toEqual([])
    expect(await sign(passId, 2)).toBe('signed')
  })

  it('under one of two versions when it is published at the same moment, and knows which', async () => {
    const visits = await Promise.all([1, 2, 3, 4].map(() => visit()))
    const [, ...answers] = await Promise.all([publish(1, true), ...visits.map(({ passId }) => sign(passId, 1))])
    const signed = await signatures()
    expect(signed.map(({ version }) => version)).toEqual(signed.map(() => 1))
    expect(answers.filter((answer) => answer === 'signed')).toHaveLength(signed.length)
    await refresh()
    for (const { passId } of visits) expect(await outstanding(passId)).toEqual(['AGREEMENT'])
  })
})

describe('a signature counts', () => {
  it('for one visit, or for so many months for all visits of the guest', async () => {
    const email = `${newId()}@guest.example`
    const [first, second] = [await visit(email), await visit(email)]
    expect(await sign(first.passId)).toBe('signed')
    expect(await outstanding(second.passId)).toEqual(['AGREEMENT'])
    await prisma.agreement.update({ where: { id: agreement.id }, data: { validMonths: 6 } })
    await refresh()
    expect(await outstanding(second.passId)).toEqual([])
    expect(await outstanding((await visit(email)).passId)).toEqual([])
    const sevenMonthsAgo = new Date(Date.now() - 7 * 31 * 86_400_000)
    await prisma.agreementSignature.updateMany({ where: { organizationId: org.id }, data: { signedAt: sevenMonthsAgo } })
    expect(await outstanding((await visit(email)).passId)).toEqual(['AGREEMENT'])
  })

  it('beyond a new version, unless that one asks again; not for what was put away', async () => {
    const { passId } = await visit()
    await sign(passId)
    done(await publish(1, false))
    await refresh()
    expect(await outstanding(passId)).toEqual([])
    done(await publish(2, true))
    await refresh()
    expect(await outstanding(passId)).toEqual(['AGREEMENT'])
    done(await archiveAgreement(asOrgAdmin(org), { agreementId: agreement.id }))
    await refresh()
    expect(await outstanding(passId)).toEqual([])
    done(await restoreAgreement(asOrgAdmin(org), { agreementId: agreement.id }))
    await refresh()
    expect(await outstanding(passId)).toEqual(['AGREEMENT'])
  })
})

/** The letters that a PDF says its glyphs stand for. */
function lettersOf(pdf: Buffer): string {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue
    const end = pdf.indexOf('endstream', at)
    try {
      const text = inflateSync(pdf.subarray(at + 7, end)).toString('latin1')
      if (!text.includes('beginbfrange') && !text.includes('beginbfchar')) continue
      found.push(...[...text.matchAll(/<([0-9a-f]{4})>/gi)].map(([, code]) => String.fromCharCode(Number.parseInt(code ?? '', 16))))
    } catch {
      // A picture or a font: no table of letters.
    }
  }
  return found.join('')
}

describe('the document', () => {
  it('is made once, with Russian letters, sealed, and handed to the guest and to whoever may read them', async () => {
    const { passId } = await visit()
    await sign(passId, 1, guest('ru'))
    const [signature] = await signatures()
    const id = signature?.id ?? ''
    const make = () => makeSignedDocument({ eventId: newId(), organizationId: org.id }, { signatureId: id })
    await Promise.all([make(), make()])
    const kept = await prisma.agreementSignature.findUniqueOrThrow({ where: { id } })
    await make()
    expect((await prisma.agreementSignature.findUniqueOrThrow({ where: { id } })).sealedPdf).toEqual(kept.sealedPdf)
    expect(Buffer.from(kept.sealedPdf ?? []).includes('%PDF')).toBe(false)
    const pdf = await fetchSignedDocument(asHost(org), id)
    expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-')
    for (const letter of 'Соглашениеразть') expect(lettersOf(pdf ?? Buffer.alloc(0))).toContain(letter)
    expect(await fetchOwnDocument(guest(), kept.visitorId, id)).toEqual(pdf)
    expect(await fetchOwnDocument(guest(), newId(), id)).toBeNull()
    expect(await fetchSignedDocument(asHost(org, {}, await createHost(org.id)), id)).toBeNull()
    expect(await fetchSignedDocument(asOperator(await createOrganization()), id)).toBeNull()
  }, 30_000)
})

describe('what was signed', () => {
  it('is handed out with everything that is held of a person, and gone once they are erased', async () => {
    const { passId } = await visit()
    await sign(passId)
    const [signature] = await signatures()
    expect(Buffer.from(signature?.sealedSigner ?? []).includes('Петрова')).toBe(false)
    const ctx = asOrgAdmin(org)
    const exported = await ctx.transaction((tx) => exportGuest(ctx, tx, signature?.visitorId ?? '', [passId]))
    expect(exported.signatures).toMatchObject([
      { title: 'NDA', text: 'Tell nothing.', signer: { name: 'Анна Петрова', ip: '203.0.113.9' } },
    ])
    await eraseOnce(asOrgAdmin(org), signature?.visitorId ?? '', { reason: 'asked' })
    expect(await signatures()).toEqual([])
  })
})
