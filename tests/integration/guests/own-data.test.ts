import { beforeAll, describe, expect, it } from 'vitest'
import { findGuestProof } from '../../../server/domains/credentials/use-cases/find-guest-proof'
import { secretsOf } from '../../../server/domains/credentials/use-cases/guest-codes'
import { openGuestSession } from '../../../server/domains/credentials/use-cases/open-guest-session'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { requestGuestCode } from '../../../server/domains/credentials/use-cases/request-guest-code'
import { setVehiclePlate } from '../../../server/domains/credentials/use-cases/set-vehicle-plate'
import { nameCompanion } from '../../../server/domains/appointments/use-cases/companions/name-companion'
import { setGuestPolicy } from '../../../server/domains/organizations/use-cases/guest-policy'
import { answerAsGuest } from '../../../server/domains/visitor-types/use-cases/answer-as-guest'
import { passInduction } from '../../../server/domains/visitor-types/use-cases/pass-induction'
import { createAgreement } from '../../../server/domains/visitor-types/use-cases/save-agreement'
import { signAgreement } from '../../../server/domains/visitor-types/use-cases/sign-agreement'
import { askErasure, eraseWhoAsked } from '../../../server/domains/visitors/use-cases/own-data/ask-erasure'
import { exportOwnData } from '../../../server/domains/visitors/use-cases/own-data/export-own-data'
import { findOwnData, untilBy } from '../../../server/domains/visitors/use-cases/own-data/find-own-data'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin } from '../../setup/principals'
import { done } from '../guest-lists/lists'
import { scan, signedPass } from '../scan/signed-pass'
import { agreementText } from '../visitor-types/signed'
import { field, typeWith } from '../visitor-types/types'
import { asGuest, openedInvite } from './opened'

const day = 86_400_000
let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const rowOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const dataOf = async (passId: string) => findOwnData(org.id, (await rowOf(passId)).visitorId, new Date())

describe('what is held of a guest', () => {
  it('is told by kind, since when and until when by the policy that holds', async () => {
    const guest = await signedPass(org)
    await setVehiclePlate(asGuest(org), await openedInvite(guest.id), 'К001КК77')
    expect((await dataOf(guest.id))?.held.map(({ kind, until }) => [kind, until])).toEqual([
      ['name', null],
      ['contacts', null],
      ['visits', null],
      ['vehicle', null],
    ])
    await prisma.retentionPolicy.create({ data: { organizationId: org.id, contactDays: 30, visitorDays: 365, updatedAt: new Date() } })
    const held = (await dataOf(guest.id))?.held ?? []
    const { validTo } = await rowOf(guest.id)
    expect(held.find(({ kind }) => kind === 'contacts')?.until).toEqual(new Date(+validTo + 30 * day))
    expect(held.find(({ kind }) => kind === 'name')?.until).toEqual(new Date(+validTo + 365 * day))
  })

  it('holds what a type asked of them: answers, signatures, inductions; and whom they brought', async () => {
    const guest = await signedPass(org)
    const { visitorId } = await rowOf(guest.id)
    const { id: agreementId } = done(await createAgreement(asOrgAdmin(org), { name: 'Rules', validMonths: null, ...agreementText }))
    const slide = { key: 's', title: { ru: 'Пожар', en: 'Fire' }, text: { ru: 'Идите', en: 'Walk' }, question: null }
    const type = await typeWith(org, {
      fields: [field('badge')],
      agreementIds: [agreementId],
      induction: { validMonths: null, slides: [slide] },
    })
    await prisma.visitPass.update({ where: { id: guest.id }, data: { visitorTypeId: type.id } })
    await answerAsGuest(asGuest(org), guest.id, { badge: 'nineteen' })
    await signAgreement(asGuest(org), guest.id, { agreementId, version: 1, name: 'Anna P.', agreed: 'yes' })
    await passInduction(asGuest(org), guest.id, { version: type.version, chosen: {} })
    await setGuestPolicy(asOrgAdmin(org), { companions: 1, privacyContact: null })
    await nameCompanion(asGuest(org), await openedInvite(guest.id), { name: 'Boris Companion', email: '' })
    const kinds = (await dataOf(guest.id))?.held.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['answers', 'signatures', 'inductions', 'companions']))
    const file = JSON.parse((await exportOwnData(asGuest(org), visitorId))?.json ?? '{}') as Record<string, object[]>
    expect(file).toMatchObject({
      answers: [{ value: 'nineteen' }],
      signatures: [{ signer: { name: 'Anna P.' } }],
      inductions: [{ visitPassId: guest.id }],
      companions: [{ visitPassId: guest.id, name: 'Boris Companion' }],
      files: [],
    })
  })

  it('names who received it: gates, and what the guest took themselves', async () => {
    const guest = await signedPass(org)
    expect((await dataOf(guest.id))?.received).toEqual([])
    await scan(asOperator(org), org, guest.code)
    await exportOwnData(asGuest(org), (await rowOf(guest.id)).visitorId)
    expect((await dataOf(guest.id))?.received.map(({ how, where }) => [how, where])).toEqual([
      ['own', null],
      ['gate', org.gates[0].name],
    ])
  })

  it('stands as long as the policy says, contacts no longer than the person', () => {
    const last = new Date('2026-01-01')
    expect(untilBy(null, last)).toEqual({ person: null, contacts: null })
    expect(untilBy({ contactDays: null, visitorDays: 10 }, last)).toEqual({
      person: new Date('2026-01-11'),
      contacts: new Date('2026-01-11'),
    })
    expect(untilBy({ contactDays: 5, visitorDays: null }, last)).toEqual({ person: null, contacts: new Date('2026-01-06') })
  })

  it('is handed out whole, without the reasons of the staff', async () => {
    const guest = await signedPass(org)
    await setVehiclePlate(asGuest(org), await openedInvite(guest.id), 'К002КК77')
    await prisma.visitPass.update({ where: { id: guest.id }, data: { revokedReason: 'a word between the staff' } })
    const { visitorId } = await rowOf(guest.id)
    const file = await exportOwnData(asGuest(org), visitorId)
    expect(file?.json).toContain('К002КК77')
    expect(file?.json).toContain('Anna Petrova')
    expect(file?.json).not.toContain('between the staff')
    expect(await prisma.auditLog.count({ where: { action: 'visitor.export_own', entityId: visitorId } })).toBe(1)
  })
})

describe('a guest who wants to be erased', () => {
  it('is, at once: passes are withdrawn and the link opens no more', async () => {
    const guest = await signedPass(org)
    const { visitorId } = await rowOf(guest.id)
    const answers = await Promise.all([1, 2, 3].map(() => askErasure(asGuest(org), visitorId)))
    const receipts = answers.filter((answer) => answer !== null && answer !== 'waits')
    expect(receipts).toHaveLength(1)
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(1)
    expect(await rowOf(guest.id)).toMatchObject({ status: 'REVOKED' })
    expect(await openInvite(inviteTokenOf(await rowOf(guest.id)))).toBeNull()
    expect(await exportOwnData(asGuest(org), visitorId)).not.toMatchObject({ json: expect.stringContaining('Anna') as string })
  })

  it('waits inside until they have left', async () => {
    const guest = await signedPass(org)
    const { visitorId } = await rowOf(guest.id)
    await scan(asOperator(org), org, guest.code)
    expect(await askErasure(asGuest(org), visitorId)).toBe('waits')
    expect(await askErasure(asGuest(org), visitorId)).toBe('waits')
    expect(await dataOf(guest.id)).toMatchObject({ isInside: true, askedAt: expect.any(Date) as Date })
    await eraseWhoAsked()
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(0)
    await scan(asOperator(org), org, guest.code, { direction: 'EXIT' })
    await eraseWhoAsked()
    await eraseWhoAsked()
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(1)
    expect(await prisma.erasureWish.count({ where: { visitorId } })).toBe(0)
  })

  it('who was never seen leaving waits a day after the visit', async () => {
    const guest = await signedPass(org)
    const { visitorId, validTo } = await rowOf(guest.id)
    await scan(asOperator(org), org, guest.code)
    await askErasure(asGuest(org), visitorId)
    await eraseWhoAsked(new Date(+validTo + day - 1))
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(0)
    await eraseWhoAsked(new Date(+validTo + day + 1))
    expect(await prisma.erasure.count({ where: { visitorId } })).toBe(1)
  })
})

describe('a guest shows who they are before they take or erase anything', () => {
  const browser = (session?: string) => ({ session, mark: 'a browser' })

  it('by a fresh code of their mail, though the link alone shows the pass', async () => {
    const guest = await signedPass(org)
    const invite = await openedInvite(guest.id)
    expect(await findGuestProof(invite, browser(), new Date())).toBe('closed')
    expect(await requestGuestCode(asGuest(org), invite, 'a browser')).toBe('needless')
    expect(await requestGuestCode(asGuest(org), invite, 'a browser', { evenByLink: true })).toBe('asked')
    expect(await findGuestProof(invite, browser(), new Date())).toBe('asked')
    const { id } = await prisma.guestChallenge.findFirstOrThrow({ where: { visitPassId: guest.id } })
    const session = await openGuestSession(asGuest(org), invite, 'a browser', { code: secretsOf(id).code })
    const { token } = session as { token: string }
    expect(await findGuestProof(invite, browser(token), new Date())).toBe('fresh')
    expect(await findGuestProof(invite, browser(token), new Date(Date.now() + 16 * 60_000))).toBe('closed')
    expect(await findGuestProof(await openedInvite((await signedPass(org)).id), browser(token), new Date())).toBe('closed')
  })

  it('by the link alone where nobody knows an address', async () => {
    const invite = { ...(await openedInvite((await signedPass(org)).id)), guestEmail: null }
    expect(await findGuestProof(invite, browser(), new Date())).toBe('fresh')
    expect(await findGuestProof({ ...invite, guestAccess: 'OTP' }, browser(), new Date())).toBe('unreachable')
  })
})
