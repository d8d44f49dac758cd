import { beforeAll, describe, expect, it } from 'vitest'
import { createCtx, anonymous } from '../../../server/core/ctx'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { inviteTokenOf } from '../../../server/domains/credentials/use-cases/invite-links'
import { openInvite } from '../../../server/domains/credentials/use-cases/open-invite.sql'
import { guestWords, replyToInvite, type GuestWords } from '../../../server/domains/credentials/use-cases/reply-to-invite'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { call, gid } from '../api/graphql-call'
import { scan, signedPass } from '../scan/signed-pass'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const guest = () => createCtx({ ...anonymous, organizationId: org.id }, { language: 'en' })

async function say(id: string, words: GuestWords) {
  const pass = await prisma.visitPass.findUniqueOrThrow({ where: { id } })
  const invite = await openInvite(inviteTokenOf(pass))
  if (!invite) throw new Error('The invite does not open')
  return replyToInvite(guest(), invite, words)
}
const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const eventsOf = (id: string) => prisma.outboxEvent.count({ where: { entityId: id, type: 'visitpass.replied' } })

describe('a guest', () => {
  it('says that they come, that they are late, and that they are here; each is told once', async () => {
    const { id } = await signedPass(org)
    expect(await say(id, { said: 'CONFIRMED' })).toBeNull()
    expect(await say(id, { said: 'CONFIRMED' })).toBeNull()
    expect(await passOf(id)).toMatchObject({ reply: 'CONFIRMED', lateMinutes: null, hereAt: null })
    expect(await say(id, { said: 'LATE', minutes: 20 })).toBeNull()
    expect(await passOf(id)).toMatchObject({ reply: 'CONFIRMED', lateMinutes: 20 })
    expect(await say(id, { said: 'HERE' })).toBeNull()
    expect(await passOf(id)).toMatchObject({ reply: 'CONFIRMED', lateMinutes: 20, hereAt: expect.any(Date) as Date })
    expect(await eventsOf(id)).toBe(3)
  })

  it('opens no gate by it, and loses no pass', async () => {
    const pass = await signedPass(org)
    await say(pass.id, { said: 'DECLINED' })
    expect(await passOf(pass.id)).toMatchObject({ reply: 'DECLINED', status: 'ACTIVE', presence: 'EXPECTED' })
    await say(pass.id, { said: 'HERE' })
    expect(await passOf(pass.id)).toMatchObject({ reply: 'CONFIRMED', presence: 'EXPECTED', entriesUsed: 0 })
    expect(await scan(asOperator(org), org, pass.code)).toMatchObject({ kind: 'ScanAdmitted' })
  })

  it('has said nothing of a visit that has moved since', async () => {
    const { id, appointmentId } = await signedPass(org)
    await say(id, { said: 'LATE', minutes: 10 })
    await updateAppointment(asHost(org), { appointmentId, version: 0, endsAt: new Date(Date.now() + 9_000_000) })
    expect(await passOf(id)).toMatchObject({ reply: null, repliedAt: null, lateMinutes: null, hereAt: null })
  })

  it('is too late once inside, called off, withdrawn or over, and too early hours before', async () => {
    const inside = await signedPass(org)
    await scan(asOperator(org), org, inside.code)
    expect(await say(inside.id, { said: 'LATE', minutes: 10 })).toBe('tooLate')
    const canceled = await signedPass(org)
    await prisma.appointment.update({ where: { id: canceled.appointmentId }, data: { status: 'CANCELED' } })
    expect(await say(canceled.id, { said: 'CONFIRMED' })).toBe('tooLate')
    const withdrawn = await signedPass(org)
    await prisma.visitPass.update({ where: { id: withdrawn.id }, data: { status: 'REVOKED' } })
    expect(await say(withdrawn.id, { said: 'CONFIRMED' })).toBe('tooLate')
    const over = await signedPass(org)
    await prisma.visitPass.update({ where: { id: over.id }, data: { validTo: new Date(Date.now() - 1_000) } })
    expect(await say(over.id, { said: 'CONFIRMED' })).toBe('tooLate')
    const tomorrow = new Date(Date.now() + 86_400_000)
    const early = await signedPass(org, { startsAt: tomorrow, endsAt: new Date(+tomorrow + 3_600_000) })
    expect(await say(early.id, { said: 'HERE' })).toBe('tooEarly')
    for (const { id } of [inside, canceled, withdrawn, over, early]) expect(await eventsOf(id)).toBe(0)
  })

  it('who taps twice at once is heard once', async () => {
    const { id } = await signedPass(org)
    await Promise.all([1, 2, 3, 4].map(() => say(id, { said: 'CONFIRMED' })))
    expect(await passOf(id)).toMatchObject({ reply: 'CONFIRMED' })
  })

  it.each([
    { said: 'MAYBE' },
    { said: 'LATE' },
    { said: 'LATE', minutes: '0' },
    { said: 'LATE', minutes: '9999' },
    { said: 'LATE', minutes: 'x' },
    {},
  ])('who says %j is asked again', (words) => {
    expect(guestWords.safeParse(words).success).toBe(false)
  })
})

it('hosts and reception see what a guest said; who may not read passes does not', async () => {
  const { id } = await signedPass(org)
  await say(id, { said: 'LATE', minutes: 30 })
  const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { reply lateMinutes hereAt } } }'
  for (const ctx of [asHost(org), asOperator(org), asSecurityOfficer(org)]) {
    const { data } = await call<{ node: unknown }>(ctx, document, { id: gid('VisitPass', id) })
    expect(data?.node).toEqual({ reply: 'CONFIRMED', lateMinutes: 30, hereAt: null })
  }
  const other = await createOrganization()
  expect((await call<{ node: unknown }>(asHost(other), document, { id: gid('VisitPass', id) })).data?.node).toBeNull()
})
