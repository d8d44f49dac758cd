import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../server/core/ids'
import { isFailure } from '../../../server/core/errors'
import { decideApproval } from '../../../server/domains/approvals/use-cases/decide-approval'
import { lapseVisits } from '../../../server/domains/approvals/use-cases/lapse-visits'
import { runDeadlines } from '../../../server/domains/approvals/use-cases/run-deadlines'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { restoreAppointment } from '../../../server/domains/appointments/use-cases/restore-appointment'
import { callApprovers } from '../../../server/domains/notifications/use-cases/call-approvers'
import { tellOfApproval } from '../../../server/domains/notifications/use-cases/tell-of-approval'
import { addAbsence } from '../../../server/domains/hosts/use-cases/absences'
import { findArrivals } from '../../../server/domains/walk-ins/use-cases/find-arrivals'
import { registerWalkIn } from '../../../server/domains/walk-ins/use-cases/register-walk-in'
import { setVisitorType } from '../../../server/domains/visitor-types/use-cases/set-visitor-type'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { createHost, createOrganization, type TestOrganization, type TestUser } from '../../setup/organization'
import { asApiKey, asHost, asOperator } from '../../setup/principals'
import { as, createChain, decide, done, issueAll, person, requestOf, standing, step } from '../approvals/chains'
import { lend } from '../hosts/acting'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const asked = (more: object = {}) => ({
  visitor: { name: 'Irina Volkova', company: 'Example GmbH' },
  siteId: org.site.id,
  hostId: org.host.id,
  purpose: 'Keys for the laboratory',
  hours: 2,
  documentSeen: true,
  ...more,
})
const register = async (more: object = {}) => done(await registerWalkIn(asOperator(org), asked(more))).id
const mailsTo = ({ email }: TestUser): string[] =>
  readdirSync(mailFolder)
    .map((file) => readFileSync(join(mailFolder, file), 'utf8').replaceAll(/=\r?\n/g, ''))
    .filter((text) => text.includes(`To: ${email}`))
const call = async (id: string) =>
  callApprovers({ eventId: newId(), organizationId: org.id }, { approvalRequestId: (await requestOf(id)).id })
const atDesk = async (id: string) =>
  (await findArrivals(asOperator(org), org.site.id)).find(({ visitPass }) => visitPass.appointmentId === id)
const minutes = (count: number) => new Date(Date.now() + count * 60_000)

describe('somebody without an invitation', () => {
  it('waits until their host has agreed; then their pass is signed, and what was noted names nobody', async () => {
    const id = await register()
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'PENDING_APPROVAL', passes: ['PENDING_APPROVAL'] })
    expect((await atDesk(id))?.walkIn).toMatchObject({
      answer: 'PENDING',
      documentSeen: true,
      asked: [org.host.user.name],
      isEscalated: false,
    })
    done(await decide(org, org.host.user, id))
    await issueAll(org)
    expect(await standing(id)).toEqual({ visit: 'SCHEDULED', passes: ['ACTIVE'] })
    expect((await atDesk(id))?.walkIn).toMatchObject({ answer: 'APPROVED', asked: [] })
    const notes = [
      await prisma.walkIn.findMany({ where: { organizationId: org.id } }),
      await prisma.outboxEvent.findMany({ where: { organizationId: org.id } }),
      await prisma.auditLog.findMany({ where: { organizationId: org.id } }),
    ]
    expect(JSON.stringify(notes, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(/Volkova|Keys/)
    expect(await prisma.auditLog.count({ where: { organizationId: org.id, action: 'walk_in.register', entityId: id } })).toBe(1)
  })

  it('is told of to the host alone, by name, once, with a link; whoever answered is told nothing more', async () => {
    const id = await register()
    await Promise.all([call(id), call(id)])
    const [mail, ...others] = mailsTo(org.host.user)
    expect(others).toEqual([])
    expect(mail).toContain('Irina Volkova, Example GmbH')
    expect(mail).toContain('/approvals?request=')
    expect(mailsTo(org.operator)).toEqual([])
    done(await decide(org, org.host.user, id))
    const { id: approvalRequestId } = await requestOf(id)
    await tellOfApproval({ eventId: newId(), organizationId: org.id }, { approvalRequestId, matter: 'APPROVED' })
    expect(mailsTo(org.host.user)).toHaveLength(1)
  })

  it('is turned away with the host’s words, which the desk reads and nobody finds in the database', async () => {
    const id = await register()
    done(await decide(org, org.host.user, id, 'REFUSED'))
    expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
    const row = await atDesk(id)
    expect(row?.walkIn).toMatchObject({ answer: 'REFUSED', words: 'Not this week' })
    // Nobody brings the visit back without asking again.
    expect(isFailure(await restoreAppointment(asOperator(org), { appointmentId: id }))).toBe(true)
  })

  it('who left without an answer is registered anew, not brought back past the host', async () => {
    const id = await register()
    done(await cancelAppointment(asOperator(org), { appointmentId: id, passes: 'REVOKE' }))
    expect((await requestOf(id)).status).toBe('WITHDRAWN')
    expect(isFailure(await restoreAppointment(asOperator(org), { appointmentId: id }))).toBe(true)
  })

  it('is answered once when the host and who acts for them answer at once', async () => {
    const delegate = await createHost(org.id)
    await lend(org, delegate.id)
    const id = await register()
    await runDeadlines(minutes(6))
    const { id: approvalRequestId, turn } = await requestOf(id)
    const say = (user: TestUser, verdict: 'APPROVED' | 'REFUSED') =>
      decideApproval(as(org, user), { approvalRequestId, turn, verdict, reason: 'Not today' })
    const answers = await Promise.all([say(org.host.user, 'APPROVED'), say(delegate.user, 'REFUSED')])
    expect(answers.filter((answer) => !isFailure(answer))).toHaveLength(1)
    expect(['APPROVED', 'REFUSED']).toContain((await requestOf(id)).status)
  })

  it('who waits for five minutes is asked about with whoever acts for the host, then with the administrators; the desk is told', async () => {
    const delegate = await createHost(org.id)
    await lend(org, delegate.id)
    const id = await register()
    await runDeadlines(minutes(4))
    expect((await atDesk(id))?.walkIn).toMatchObject({ isEscalated: false })
    await runDeadlines(minutes(6))
    expect((await atDesk(id))?.walkIn).toMatchObject({
      isEscalated: true,
      asked: expect.arrayContaining([org.host.user.name, delegate.user.name]) as unknown,
    })
    await call(id)
    expect(mailsTo(delegate.user)).toHaveLength(1)
    await runDeadlines(minutes(12))
    done(await decide(org, org.orgAdmin, id))
    await issueAll(org)
    expect(await standing(id)).toMatchObject({ passes: ['ACTIVE'] })
  })

  it('is asked about with the deputy of a host who is away, at once and after five minutes, before any administrator', async () => {
    const deputy = await createHost(org.id)
    const away = { startsAt: minutes(-60), endsAt: minutes(60), kind: 'VACATION' as const }
    done(await addAbsence(asHost(org), { ...away, deputyId: deputy.id }))
    const id = await register()
    const both = [org.host.user.name, deputy.user.name].toSorted()
    expect((await atDesk(id))?.walkIn?.asked.toSorted()).toEqual(both)
    await runDeadlines(minutes(6))
    expect((await atDesk(id))?.walkIn?.asked.toSorted()).toEqual(both)
    done(await decide(org, deputy.user, id))
    expect((await requestOf(id)).status).toBe('APPROVED')
  })

  it('about whom nobody answers is gone when their time is over', async () => {
    const id = await register({ hours: 1 })
    await lapseVisits(minutes(61))
    expect(await standing(id)).toEqual({ visit: 'CANCELED', passes: ['REVOKED'] })
    expect((await requestOf(id)).status).toBe('LAPSED')
  })
})

describe('a chain of approvals', () => {
  it('comes after the host, and goes on where the desk names another kind of visitor', async () => {
    const chained = { id: newId() }
    await prisma.visitorType.create({ data: { ...chained, organizationId: org.id, name: 'Contractor', createdAt: new Date() } })
    await createChain(org, [step([person(org.securityOfficer.id)])], { visitorTypeId: chained.id })
    const id = await register({ visitorTypeId: chained.id })
    expect(await decide(org, org.securityOfficer, id)).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await decide(org, org.host.user, id))
    await issueAll(org)
    expect(await standing(id)).toMatchObject({ passes: ['PENDING_APPROVAL'] })
    done(await decide(org, org.securityOfficer, id))
    await issueAll(org)
    expect(await standing(id)).toMatchObject({ passes: ['ACTIVE'] })

    const retyped = await register()
    const { id: visitPassId } = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: retyped } })
    done(await setVisitorType(asOperator(org), { visitPassId, visitorTypeId: chained.id }))
    done(await decide(org, org.host.user, retyped))
    await issueAll(org)
    expect(await standing(retyped)).toMatchObject({ passes: ['PENDING_APPROVAL'] })
    done(await decide(org, org.securityOfficer, retyped))
    await issueAll(org)
    expect(await standing(retyped)).toMatchObject({ passes: ['ACTIVE'] })
  })

  it('is all that is asked where the host registers their own guest', async () => {
    const ctx = Object.assign(asHost(org), { permissions: asOperator(org).permissions })
    const { id } = done(await registerWalkIn(ctx, asked()))
    await issueAll(org)
    expect(await standing(id)).toMatchObject({ passes: ['ACTIVE'] })
  })
})

describe('who registers', () => {
  it('is the reception of the site, a person; the same key registers once', async () => {
    await expect(registerWalkIn(asHost(org), asked())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(registerWalkIn(await asApiKey(org), asked())).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const other = await createOrganization()
    expect(await registerWalkIn(asOperator(org), asked({ hostId: other.host.id }))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await registerWalkIn(asOperator(org), asked({ siteId: other.site.id }))).toMatchObject({ code: 'NOT_FOUND' })
    const idempotencyKey = newId()
    const ids = await Promise.all(Array.from({ length: 4 }, () => register({ idempotencyKey })))
    expect(new Set(ids).size).toBe(1)
    expect(await prisma.walkIn.count({ where: { organizationId: org.id } })).toBe(1)
    expect(await registerWalkIn(asOperator(org), asked({ hours: 13 }))).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})
