import { beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { allowCompanions } from '../../../server/domains/appointments/use-cases/companions/allow-companions'
import { findCompanions } from '../../../server/domains/appointments/use-cases/companions/find-companions'
import { nameCompanion } from '../../../server/domains/appointments/use-cases/companions/name-companion'
import { takeCompanionBack } from '../../../server/domains/appointments/use-cases/companions/take-companion-back'
import { issueVisitPass } from '../../../server/domains/credentials/use-cases/issue-visit-pass'
import { setGuestPolicy } from '../../../server/domains/organizations/use-cases/guest-policy'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { scan, signedPass } from '../scan/signed-pass'
import { asGuest, openedInvite } from './opened'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
  await setGuestPolicy(asOrgAdmin(org), { companions: 2, privacyContact: null })
})

const name = async (passId: string, person: { name: string; email?: string }) =>
  nameCompanion(asGuest(org), await openedInvite(passId), person)
const named = async (passId: string, person: { name: string; email?: string }) => {
  const companion = await name(passId, person)
  if (isFailure(companion)) throw new Error(JSON.stringify(companion))
  return companion.visitPassId
}
const of = async (passId: string) => findCompanions(await openedInvite(passId))
const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })

describe('a guest who brings somebody along', () => {
  it('names them; each becomes a guest of the visit with a pass of their own', async () => {
    const guest = await signedPass(org)
    const id = await named(guest.id, { name: 'Boris Ivanov', email: `${guest.id}@guest.example` })
    const pass = await passOf(id)
    expect(pass).toMatchObject({ appointmentId: guest.appointmentId, broughtById: guest.id, status: 'DRAFT', type: 'SINGLE' })
    const events = await prisma.outboxEvent.findMany({ where: { entityId: id } })
    expect(events.map(({ type }) => type)).toEqual(['visitpass.companion_named'])
    await issueVisitPass({ eventId: id, organizationId: org.id }, { visitPassIds: [id] })
    const { qrToken } = await passOf(id)
    expect(await scan(asOperator(org), org, qrToken ?? '')).toMatchObject({ kind: 'ScanAdmitted' })
    expect((await of(guest.id)).companions).toMatchObject([{ id, name: 'Boris Ivanov', presence: 'INSIDE', inviteUrl: null }])
    expect(await openedInvite(guest.id)).toMatchObject({ companions: { limit: 2, brought: 1 } })
  })

  it('gets a link to hand on for somebody without an address, and is told of nobody twice', async () => {
    const guest = await signedPass(org)
    const id = await named(guest.id, { name: 'Vera Orlova' })
    expect(await named(guest.id, { name: ' vera  ORLOVA ' })).toBe(id)
    const { companions } = await of(guest.id)
    expect(companions).toHaveLength(1)
    expect(companions[0]?.inviteUrl).toMatch(/\/i\/[\w-]{40,}$/)
  })

  it('names no more than are allowed, though thirty are named at once', async () => {
    const guest = await signedPass(org)
    const invite = await openedInvite(guest.id)
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => nameCompanion(asGuest(org), invite, { name: `Guest ${n}` })))
    expect(answers.filter((answer) => !isFailure(answer))).toHaveLength(2)
    expect((await of(guest.id)).companions).toHaveLength(2)
  }, 60_000)

  it('names nobody where the host has switched it off, and more where the host allows more', async () => {
    const guest = await signedPass(org)
    const allow = (companions: number | null) => allowCompanions(asHost(org), { appointmentId: guest.appointmentId, companions })
    expect(await allow(0)).toMatchObject({ companions: 0 })
    expect(await name(guest.id, { name: 'Somebody' })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await allow(3)).toMatchObject({ companions: 3 })
    for (const person of ['One', 'Two', 'Three']) await named(guest.id, { name: person })
    expect(await name(guest.id, { name: 'Four' })).toMatchObject({ code: 'VALIDATION_FAILED' })
    await allow(null)
    expect(
      await prisma.auditLog.count({ where: { organizationId: org.id, action: 'appointment.companions', entityId: guest.appointmentId } }),
    ).toBe(3)
  })

  it('may not be brought along: a companion brings nobody', async () => {
    const guest = await signedPass(org)
    const id = await named(guest.id, { name: 'Chain Link' })
    expect(await name(id, { name: 'Next Link' })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('brings nobody who is invited already, nor more than the room holds', async () => {
    const guest = await signedPass(org)
    const { email } = await openedInvite(guest.id).then(({ guestEmail }) => ({ email: guestEmail ?? '' }))
    expect(await name(guest.id, { name: 'Anna Petrova', email })).toMatchObject({ fields: [{ path: ['input', 'name'] }] })
    await prisma.room.update({ where: { id: org.room.id }, data: { capacity: 2 } })
    await prisma.appointment.update({ where: { id: guest.appointmentId }, data: { roomId: org.room.id } })
    expect(await name(guest.id, { name: 'Crowd' })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await prisma.visitPass.count({ where: { broughtById: guest.id } })).toBe(0)
  })

  it.each([{ name: '' }, { name: 'A'.repeat(300) }, { name: 'Anna', email: 'nonsense' }])('who names %j is asked again', async (person) => {
    const guest = await signedPass(org)
    expect(await name(guest.id, person)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('is too late once inside or called off', async () => {
    const guest = await signedPass(org)
    await scan(asOperator(org), org, guest.code)
    expect(await name(guest.id, { name: 'Late' })).toMatchObject({ code: 'VALIDATION_FAILED' })
    const canceled = await signedPass(org)
    const invite = await openedInvite(canceled.id)
    await prisma.appointment.update({ where: { id: canceled.appointmentId }, data: { status: 'CANCELED' } })
    expect(await nameCompanion(asGuest(org), invite, { name: 'Late' })).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

describe('a companion taken back', () => {
  it('loses the pass, once; whoever has come keeps it', async () => {
    const guest = await signedPass(org)
    const id = await named(guest.id, { name: 'Gone' })
    const invite = await openedInvite(guest.id)
    expect(await takeCompanionBack(asGuest(org), invite, id)).toBeNull()
    expect(await takeCompanionBack(asGuest(org), invite, id)).toBeNull()
    expect(await passOf(id)).toMatchObject({ status: 'REVOKED' })
    expect(await prisma.outboxEvent.count({ where: { entityId: id, type: 'visitpass.revoked' } })).toBe(1)
    const inside = await named(guest.id, { name: 'Came' })
    await issueVisitPass({ eventId: inside, organizationId: org.id }, { visitPassIds: [inside] })
    await scan(asOperator(org), org, (await passOf(inside)).qrToken ?? '')
    expect(await takeCompanionBack(asGuest(org), await openedInvite(guest.id), inside)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('is one of theirs alone', async () => {
    const [one, two] = [await signedPass(org), await signedPass(org)]
    const id = await named(one.id, { name: 'Theirs' })
    for (const wrong of [id, two.id, 'nonsense'])
      expect(await takeCompanionBack(asGuest(org), await openedInvite(two.id), wrong)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await passOf(id)).toMatchObject({ status: 'DRAFT' })
  })
})

it('a host allows companions for their own visits alone', async () => {
  const guest = await signedPass(org)
  const other = await createOrganization()
  expect(await allowCompanions(asHost(other), { appointmentId: guest.appointmentId, companions: 5 })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await allowCompanions(asHost(org), { appointmentId: guest.appointmentId, companions: 21 })).toMatchObject({
    code: 'VALIDATION_FAILED',
  })
})
